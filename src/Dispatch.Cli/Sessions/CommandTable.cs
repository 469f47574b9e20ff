using Dispatch.Cli.Commands;
using Dispatch.Protocol.Sessions;
using Spectre.Console;

namespace Dispatch.Cli.Sessions;

/// <summary>A session's commands, a line each, the oldest first.</summary>
internal static class CommandTable
{
    private static readonly string[] Headings = ["N", "COMMAND", "FOLDER", "EXIT", "STARTED", "TOOK", "OUTPUT"];
    private static readonly int[] Flexible = [1, 2];

    public static void Write(IReadOnlyList<SessionCommand> commands, TimeProvider time) => TextTable.Write(width => TextTable.Build(
        Headings, [.. commands.Select(command => Cells(command, time))], Flexible, width, (row, column) => StyleOf(commands[row], column)));

    public static string[] Cells(SessionCommand command, TimeProvider time) =>
    [
        $"{command.Number}",
        SafeText.Line(command.Command ?? "?"),
        SafeText.Line(command.Cwd is { } folder ? ShortFolder.Of(folder) : ""),
        command.Running ? "running" : $"{command.ExitCode}",
        Started(command.StartedAt, time),
        command.DurationMs is { } milliseconds ? Duration(TimeSpan.FromMilliseconds(milliseconds)) : "",
        Size(command.OutputBytes),
    ];

    private static string Started(DateTimeOffset at, TimeProvider time)
    {
        var there = TimeZoneInfo.ConvertTime(at, time.LocalTimeZone);
        return there.ToString(there.Date == time.GetLocalNow().Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm");
    }

    private static string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => $"{span.Milliseconds}ms",
        { TotalMinutes: < 1 } => $"{span.TotalSeconds:0.0}s",
        { TotalHours: < 1 } => $"{span.Minutes}m{span.Seconds:00}s",
        _ => $"{(int)span.TotalHours}h{span.Minutes:00}m",
    };

    private static string Size(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 1000 * 1000 => $"{bytes / 1000.0:0.0} kB",
        _ => $"{bytes / 1_000_000.0:0.0} MB",
    };

    private static Style StyleOf(SessionCommand command, int column) => column switch
    {
        1 => new Style(decoration: Decoration.Bold),
        3 => new Style(command switch
        {
            { Running: true } => Color.Yellow,
            { ExitCode: 0 } => Color.Green,
            { ExitCode: null } => Color.Grey,
            _ => Color.Red,
        }),
        _ => Style.Plain,
    };
}
