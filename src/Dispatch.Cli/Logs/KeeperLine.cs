using System.Globalization;
using System.Text.RegularExpressions;
using Dispatch.Protocol.Logs;

namespace Dispatch.Cli.Logs;

/// <summary>The keeper has no logger, it writes <c>TIME keeper PID: text</c>.</summary>
internal static partial class KeeperLine
{
    public static LogLine? Parse(string line) =>
        Shape().Match(line) is { Success: true } match
        && DateTimeOffset.TryParse(match.Groups["time"].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? new LogLine
            {
                Time = time,
                Level = "information",
                Part = "keeper",
                Pid = int.Parse(match.Groups["pid"].Value, CultureInfo.InvariantCulture),
                Area = "Keeper",
                Message = match.Groups["text"].Value,
            }
            : null;

    [GeneratedRegex(@"^(?<time>\d{4}-\d\d-\d\dT\S+) keeper (?<pid>\d{1,9}): (?<text>.*)$")]
    private static partial Regex Shape();
}
