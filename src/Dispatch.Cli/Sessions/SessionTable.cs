using Dispatch.Cli.Commands;
using Dispatch.Cli.Native;
using Dispatch.Protocol.Sessions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Dispatch.Cli.Sessions;

/// <summary>The sessions as a table, a line each: cut to the terminal's width, whole when it goes into a file or a pipe.</summary>
internal static class SessionTable
{
    private const int Endless = 100_000;
    private const int Gap = 2;
    private const int Narrowest = 6;

    /// <summary>What gives way when the terminal is narrow; an id is never cut.</summary>
    private static readonly int[] Flexible = [1, 2, 4, 5];

    public static void Write(IReadOnlyList<SessionInfo> sessions, DateTimeOffset now)
    {
        var output = new TableOutput();
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = output.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = output.IsTerminal && Environment.GetEnvironmentVariable("NO_COLOR") is null or "" ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        }).Write(Build(sessions, now, output.Width));
    }

    public static Table Build(IReadOnlyList<SessionInfo> sessions, DateTimeOffset now, int width)
    {
        string[] headings = ["ID", "NAME", "STATE", "AGE", "COMMAND", "FOLDER"];
        var ordered = sessions.OrderBy(session => SessionEnd.Of(session) is null ? 0 : 1).ThenBy(session => session.CreatedAt).ToArray();
        string[][] rows = [headings, .. ordered.Select(session => Cells(session, now))];
        var widths = Fit(rows, width);

        var table = new Table().NoBorder().HideHeaders();
        table.AddColumns([.. widths.Select((columnWidth, column) => new TableColumn("")
        {
            NoWrap = true, Width = columnWidth, Padding = new Padding(0, 0, column < widths.Length - 1 ? Gap : 0, 0),
        })]);
        for (var row = 0; row < rows.Length; row++)
        {
            table.AddRow(rows[row].Select((cell, column) => new Text(
                Cut(cell, widths[column]), row == 0 ? new Style(decoration: Decoration.Dim) : StyleOf(ordered[row - 1], column))));
        }

        return table;
    }

    private static string[] Cells(SessionInfo session, DateTimeOffset now) =>
    [
        SafeText.Line(session.Id),
        SafeText.Line(session.Name),
        SafeText.Line(SessionStates.Describe(session)),
        RelativeTime.Span(now - (session.StartedAt ?? session.CreatedAt)),
        SafeText.Line(string.Join(' ', session.Command)),
        SafeText.Line(ShortFolder(session.Cwd)),
    ];

    /// <summary>As wide as the widest cell; the widest of what may give way does, until all fit.</summary>
    private static int[] Fit(string[][] rows, int width)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => CellWidth(row[column]))).ToArray();
        for (var over = widths.Sum() + (Gap * (widths.Length - 1)) - width; over > 0; over--)
        {
            var widest = Flexible.MaxBy(column => widths[column]);
            if (widths[widest] <= Narrowest)
            {
                break;
            }

            widths[widest]--;
        }

        return widths;
    }

    private static string Cut(string text, int width)
    {
        if (CellWidth(text) <= width)
        {
            return text;
        }

        var kept = "";
        foreach (var rune in text.EnumerateRunes())
        {
            if (CellWidth(kept + rune) >= width)
            {
                break;
            }

            kept += rune;
        }

        return kept + "…";
    }

    private static int CellWidth(string text) => new Segment(text).CellCount();

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

    private static string ShortFolder(string folder)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return folder == home ? "~"
            : home.Length > 1 && folder.StartsWith(home + "/", StringComparison.Ordinal) ? "~" + folder[home.Length..]
            : folder;
    }

    private sealed class TableOutput : IAnsiConsoleOutput
    {
        public TextWriter Writer => Streams.Out;
        public bool IsTerminal { get; } = Descriptors.IsTerminal(LibC.StandardOutput);
        public int Width => IsTerminal ? LibC.WindowSize(LibC.StandardOutput)?.Cols ?? 80 : Endless;
        public int Height => IsTerminal ? LibC.WindowSize(LibC.StandardOutput)?.Rows ?? 24 : Endless;

        public void SetEncoding(System.Text.Encoding encoding)
        {
            // Always UTF-8.
        }
    }
}
