using System.CommandLine;
using System.Text;
using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Native;
using Dispatch.Logging;
using Dispatch.Protocol;
using Dispatch.Protocol.Logs;

namespace Dispatch.Cli.Logs;

internal static class LogsCommand
{
    private const int UsualLines = 50;
    private static readonly string[] Parts = ["server", "runner", "keeper"];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static DispatchCommand Create()
    {
        var part = new Argument<string?>("part") { Description = "server, runner or keeper; all of them when absent.", Arity = ArgumentArity.ZeroOrOne };
        part.AcceptOnlyFromAmong(Parts);
        var lines = new Option<int?>("--lines") { Description = $"How many of the last lines: {UsualLines} when neither this nor --since is given.", HelpName = "N" };
        lines.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && int.TryParse(value, out var count) && count < 0)
            {
                result.AddError($"--lines {count} is out of range: 0 or more");
            }
        });
        var follow = new Option<bool>("--follow") { Description = "Go on with what is logged from now." };
        var area = new Option<string?>("--area") { Description = "Of one area alone; 'dispatch logs level' lists them.", HelpName = "AREA" };
        var since = new Option<string?>("--since") { Description = "From a time on: 30s, 10m, 2h, 3d ago, or a time such as 14:30 or 2026-11-22T14:30Z.", HelpName = "TIME" };
        var level = LevelName.Option();
        var trace = new Option<string?>("--trace") { Description = "What one request caused: the id that its error shows.", HelpName = "ID" };
        var json = new Option<bool>("--json") { Description = "The lines of JSON as they are in the files." };
        var command = new DispatchCommand(
            "logs",
            "Show what Dispatch's own programs logged, by time. (What a session printed is 'dispatch output'.)",
            "dispatch logs --follow",
            "dispatch logs runner --since 10m --level warning",
            "dispatch logs --trace 4bf92f3577b34da6a3ce929d0e0e4736  # all that one request caused",
            "dispatch logs level Sessions debug                     # log more of an area from now on")
        {
            part, lines, follow, area, since, level, trace, json,
        };
        command.Add(LevelCommand.Create());
        return command.Runs(async (parsed, cancellation) =>
        {
            var data = parsed.DataFolder();
            var from = Since.Parse(parsed.GetValue(since), TimeProvider.System);
            var query = new LogQuery(parsed.GetValue(area), LevelName.Parse(parsed.GetValue(level)), parsed.GetValue(trace), from);
            LogSource[] sources = [.. Parts.Where(name => parsed.GetValue(part) is not { } one || one == name).Select(name => LogSource.Of(data, name))];
            if (sources.All(source => source.IsEmpty))
            {
                throw new Failure($"There is no log in {data.Logs}: the {parsed.GetValue(part) ?? "server"} hasn't been started from this data folder");
            }

            var most = parsed.GetValue(lines) ?? (from is null ? UsualLines : int.MaxValue);
            var asJson = parsed.GetValue(json);
            Show(Merged(sources.SelectMany(source => source.Past(query).Take(most))).TakeLast(most), asJson, cancellation);
            while (parsed.GetValue(follow))
            {
                await Task.Delay(Pause, cancellation);
                Show(Merged(sources.SelectMany(source => source.Next(query))), asJson, cancellation);
            }
        });
    }

    private static IEnumerable<LogLine> Merged(IEnumerable<LogLine> lines) => lines.OrderBy(line => line.Time);

    private static void Show(IEnumerable<LogLine> lines, bool asJson, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Clear();
            if (asJson)
            {
                text.Append(JsonSerializer.Serialize(line, Wire.Default.LogLine));
            }
            else
            {
                LogText.Write(text, line.Time, line.Level, line.Part, line.Area, line.Message, line.TraceId, line.Error);
            }

            Descriptors.Write(Encoding.UTF8.GetBytes(text.Append('\n').ToString()), cancellation);
        }
    }
}
