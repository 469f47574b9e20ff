using Dispatch.Cli.Commands;
using Dispatch.Protocol.Sessions;
using Spectre.Console;

namespace Dispatch.Cli.Sessions;

/// <summary>The sessions as a table: cut to the terminal's width, whole when it goes into a file or a pipe.</summary>
internal static class SessionTable
{
    private const int Endless = 10_000;

    public static void Write(IReadOnlyList<SessionInfo> sessions, DateTimeOffset now)
    {
        var console = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = Endless;
        }

        console.Write(Build(sessions, now));
    }

    public static Table Build(IReadOnlyList<SessionInfo> sessions, DateTimeOffset now)
    {
        var table = new Table().NoBorder();
        string[] headings = ["ID", "NAME", "STATE", "AGE", "COMMAND", "FOLDER"];
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Dim))) { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        }

        foreach (var session in sessions.OrderBy(session => session.State is SessionState.Running or SessionState.Starting ? 0 : 1).ThenBy(session => session.CreatedAt))
        {
            table.AddRow(
                Cell(session.Id),
                Cell(session.Name, Decoration.Bold),
                new Text(SafeText.Line(SessionStates.Describe(session)), new Style(Colour(session))),
                Cell(RelativeTime.Span(now - (session.StartedAt ?? session.CreatedAt))),
                Cell(string.Join(' ', session.Command)),
                Cell(ShortFolder(session.Cwd)));
        }

        return table;
    }

    private static Text Cell(string text, Decoration decoration = Decoration.None) =>
        new(SafeText.Line(text), new Style(decoration: decoration)) { Overflow = Overflow.Ellipsis };

    private static Color Colour(SessionInfo session) => session switch
    {
        { State: SessionState.Running } => Color.Green,
        { State: SessionState.Starting } => Color.Yellow,
        { State: SessionState.Exited, ExitCode: 0 } => Color.Grey,
        _ => Color.Red,
    };

    private static string ShortFolder(string folder)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return folder == home ? "~"
            : home.Length > 1 && folder.StartsWith(home + "/", StringComparison.Ordinal) ? "~" + folder[home.Length..]
            : folder;
    }
}
