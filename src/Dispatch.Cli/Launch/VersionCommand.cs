using Dispatch.Cli.Commands;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Launch;

internal static class VersionCommand
{
    public static DispatchCommand Create() => new DispatchCommand("version", "The version of this program.").Runs((_, _) =>
    {
        Streams.Out.WriteLine(ProgramVersion.Current);
        return Task.CompletedTask;
    });
}
