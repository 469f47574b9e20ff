using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Protocol;
using Dispatch.Protocol.Logs;
using Spectre.Console;

namespace Dispatch.Cli.Logs;

internal static class LevelCommand
{
    private const string Path = "/api/logs/levels";

    public static DispatchCommand Create()
    {
        var area = new Argument<string?>("area") { Description = "The area; all are listed when absent.", Arity = ArgumentArity.ZeroOrOne };
        var level = new Argument<string?>("level")
        {
            Description = $"{string.Join(", ", LogLevels.Names)}; {LogLevels.Default} takes a choice back.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return new DispatchCommand(
            "level",
            "Show or change how much each area logs, while it runs. A choice outlives a restart.",
            "dispatch logs level",
            "dispatch logs level Sessions debug",
            $"dispatch logs level Sessions {LogLevels.Default}")
        {
            area, level,
        }.Runs(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(area) is not { } name)
            {
                using var asked = await ServerConnection.OpenAsync(parsed, cancellation);
                Show(await asked.GetAsync(Path, Wire.Default.LogLevelList, cancellation));
                return;
            }

            if (parsed.GetValue(level) is not { } wanted)
            {
                throw Failure.Usage("<level> is missing. See: dispatch logs level --help");
            }

            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            Show(await connection.SendAsync(
                HttpMethod.Put, $"{Path}/{Uri.EscapeDataString(name)}", new SetLogLevel(LevelName.Full(wanted)), Wire.Default.SetLogLevel,
                Wire.Default.LogLevelList, cancellation));
        });
    }

    private static void Show(LogLevelList levels)
    {
        string[][] rows = [.. levels.Items
            .OrderBy(item => item.Area, StringComparer.Ordinal).ThenByDescending(item => item.Part, StringComparer.Ordinal)
            .Select(item => (string[])[item.Area, item.Part, item.Level, item.Level == item.Default ? "" : $"(by default {item.Default})"])];
        TextTable.Write(width => TextTable.Build(["AREA", "PART", "LEVEL", ""], rows, [0], width, (_, _) => Style.Plain));
        if (levels.Problem is { } problem)
        {
            Streams.Error.WriteLine($"dispatch: {SafeText.Line(problem)}");
        }
    }
}
