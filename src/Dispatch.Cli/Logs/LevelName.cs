using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Protocol.Logs;

namespace Dispatch.Cli.Logs;

internal static class LevelName
{
    public static Option<string?> Option() => new("--level")
    {
        Description = $"Of this level and above: {string.Join(", ", LogLevels.Names.SkipLast(1))}.",
        HelpName = "LEVEL",
    };

    /// <summary>What people also say.</summary>
    public static string Full(string name) => name.ToLowerInvariant() switch
    {
        "info" => "information",
        "warn" => "warning",
        "fatal" => "critical",
        "off" => "none",
        var full => full,
    };

    public static int Parse(string? name) => name is null ? 0 : Rank(Full(name)) is >= 0 and var rank
        ? rank
        : throw Failure.Usage($"--level {name} is no level. There are {string.Join(", ", LogLevels.Names)}");

    /// <summary>-1 for what is no level.</summary>
    public static int Rank(string name)
    {
        for (var rank = 0; rank < LogLevels.Names.Count; rank++)
        {
            if (LogLevels.Names[rank] == name)
            {
                return rank;
            }
        }

        return -1;
    }
}
