using Dispatch.Cli.Commands;
using Dispatch.Protocol.Sessions;
using Spectre.Console;

namespace Dispatch.Cli.Sessions;

/// <summary>The sessions as a table, a line each: cut to the terminal's width, whole when it goes into a file or a pipe.</summary>
internal static class SessionTable
{
    /// <summary>What gives way when the terminal is narrow; an id is never cut.</summary>
    private static readonly int[] Flexible = [1, 2, 4, 5];

    public static void Write(IReadOnlyList<SessionInfo> sessions, DateTimeOffset now) => TextTable.Write(width => Build(sessions, now, width));

    public static Table Build(IReadOnlyList<SessionInfo> sessions, DateTimeOffset now, int width)
    {
        string[] headings = ["ID", "NAME", "STATE", "AGE", "COMMAND", "FOLDER"];
        var ordered = sessions.OrderBy(session => SessionEnd.Of(session) is null ? 0 : 1).ThenBy(session => session.CreatedAt).ToArray();
        return TextTable.Build(headings, [.. ordered.Select(session => Cells(session, now))], Flexible, width, (row, column) => StyleOf(ordered[row], column));
    }

    private static string[] Cells(SessionInfo session, DateTimeOffset now) =>
    [
        SafeText.Line(session.Id),
        SafeText.Line(session.Name),
        SafeText.Line(SessionStates.Word(session)),
        RelativeTime.Span(now - (session.StartedAt ?? session.CreatedAt)),
        SafeText.Line(string.Join(' ', session.Command)),
        SafeText.Line(ShortFolder.Of(session.Cwd)),
    ];

    private static Style StyleOf(SessionInfo session, int column) => column switch
    {
        1 => new Style(decoration: Decoration.Bold),
        2 => new Style(session switch
        {
            { State: SessionState.Running } => Color.Green,
            { State: SessionState.Starting } => Color.Yellow,
            { State: SessionState.Exited, ExitCode: 0 } => Color.Grey,
            _ => Color.Red,
        }),
        _ => Style.Plain,
    };
}
