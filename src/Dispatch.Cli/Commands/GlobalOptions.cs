using System.CommandLine;
using Dispatch.Protocol;

namespace Dispatch.Cli.Commands;

internal static class GlobalOptions
{
    public static Option<string> Data { get; } = new("--data")
    {
        Description = $"The data folder; else ${Dispatch.Protocol.DataFolder.EnvironmentVariable}, else ~/.dispatch.",
        HelpName = "DIR",
        Recursive = true,
    };

    public static DataFolder DataFolder(this ParseResult parsed) => Dispatch.Protocol.DataFolder.Locate(parsed.GetValue(Data));
}
