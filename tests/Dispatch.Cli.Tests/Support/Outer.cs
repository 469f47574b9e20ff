using System.Text;
using Dispatch.Cli.Attach;
using Dispatch.Terminal;

namespace Dispatch.Cli.Tests.Support;

/// <summary>A person's terminal, and what is painted on it.</summary>
internal sealed class Outer
{
    private readonly Painter _painter;

    public Outer(int cols = 80, int rows = 24, ColorDepth depth = ColorDepth.True, bool readOnly = false)
    {
        Terminal = new Emulator(new EmulatorOptions { Cols = cols, Rows = rows }, new Listener(this));
        _painter = new Painter(depth, readOnly);
        Terminal.Write("$ dispatch attach bash\r\n"u8);
        Before = Picture();
        Take(_painter.Enter());
        _painter.Resize(rows, cols);
    }

    public Emulator Terminal { get; }

    /// <summary>What the terminal would have said by itself, or done beside its screen.</summary>
    public List<string> Said { get; } = [];

    public string Before { get; }

    public Viewport Viewport => _painter.Viewport;

    /// <returns>What the terminal got.</returns>
    public string Paint(Emulator session, string note = "", string label = "") => Take(_painter.Paint(session, note, new Label(0, label)));

    public string Leave() => Take(_painter.Leave());

    public void Resize(int cols, int rows)
    {
        Terminal.Resize(cols, rows);
        _painter.Resize(rows, cols);
    }

    public string Row(int row) => RowOf(Terminal, row).TrimEnd();

    /// <summary>Text, looks and modes.</summary>
    public string Picture()
    {
        var picture = new StringBuilder();
        for (var row = 0; row < Terminal.Rows; row++)
        {
            picture.AppendLine(RowOf(Terminal, row));
        }

        var modes = Terminal.Modes;
        return picture.Append($"{Terminal.Cursor} {Terminal.AlternateScreen} {Terminal.Title} {modes.ApplicationCursor} {modes.ApplicationKeypad} {modes.Mouse} "
            + $"{modes.MouseEncoding} {modes.FocusReports} {modes.BracketedPaste} {modes.SynchronizedOutput} {modes.ReverseVideo} {modes.AlternateScroll} "
            + $"{modes.KeyboardFlags} {modes.ModifyOtherKeys} {Terminal.Colors.Changed.Count} {Terminal.Colors.ForegroundSet}").ToString();
    }

    /// <summary>The visible part cell by cell: characters and looks.</summary>
    public void AssertShows(Emulator session)
    {
        var view = Viewport;
        for (var row = 0; row < view.Rows; row++)
        {
            var wanted = session.Line(view.Top + row).Cells.Slice(view.Left, view.Cols).ToArray();
            var shown = Terminal.Line(row).Cells[..view.Cols].ToArray();
            for (var col = 0; col < view.Cols; col++)
            {
                // Halves of wide characters at the edges are blank.
                if ((wanted[col].Width == 0 && col == 0) || (wanted[col].Width == 2 && col == view.Cols - 1))
                {
                    continue;
                }

                Assert.Equal((row, col, TextOf(session, wanted[col])), (row, col, TextOf(Terminal, shown[col])));
                Assert.Equal((row, col, LooksOf(session, wanted[col])), (row, col, LooksOf(Terminal, shown[col])));
            }
        }

        if (session.Cursor.Visible && view.Shows(session.Cursor.Row, session.Cursor.Col))
        {
            Assert.Equal(
                (session.Cursor.Row - view.Top, session.Cursor.Col - view.Left, true), (Terminal.Cursor.Row, Terminal.Cursor.Col, Terminal.Cursor.Visible));
        }
        else
        {
            Assert.False(Terminal.Cursor.Visible);
        }
    }

    private static string TextOf(Emulator emulator, Cell cell)
    {
        var text = new StringBuilder();
        emulator.AppendText(cell, text);
        return text.ToString();
    }

    private static Style LooksOf(Emulator emulator, Cell cell) =>
        emulator.StyleOf(cell) is var style && cell.Width == 0 ? default : Plain(style);

    /// <summary>Without what a terminal outside need not know.</summary>
    private static Style Plain(Style style) => new()
    {
        Foreground = style.Foreground,
        Background = style.Background,
        Underline = style.UnderlineStyle == UnderlineStyle.None ? default : style.Underline,
        UnderlineStyle = style.UnderlineStyle,
    };

    private static string RowOf(Emulator emulator, int row)
    {
        var text = new StringBuilder();
        foreach (var cell in emulator.Line(row).Cells)
        {
            emulator.AppendText(cell, text);
        }

        return text.ToString();
    }

    private string Take(ReadOnlySpan<byte> bytes)
    {
        Terminal.Write(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private sealed class Listener(Outer outer) : EmulatorObserver
    {
        public override void Replied(ReadOnlySpan<byte> bytes) => outer.Said.Add("answered");

        public override void TitleChanged(string title) => outer.Said.Add("title");

        public override void FolderChanged(string path) => outer.Said.Add("folder");

        public override void Bell() => outer.Said.Add("bell");

        public override void Notified(string title, string body) => outer.Said.Add("notified");

        public override void ClipboardSet(string selection, ReadOnlySpan<byte> text) => outer.Said.Add("clipboard");

        public override void Marked(in ShellMark mark) => outer.Said.Add("mark");
    }
}
