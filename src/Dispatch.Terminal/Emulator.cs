using System.Text;

namespace Dispatch.Terminal;

/// <summary>
/// A terminal without a display: bytes in, screen out. Not for several threads at a time. Any cut of the input gives the same state.
/// </summary>
public sealed class Emulator
{
    /// <summary>
    /// Grows with every change in what the same bytes give: a screen kept by another version is made anew. What they give under this one is
    /// committed beside its test, FormatVersionTests.
    /// </summary>
    public const int FormatVersion = 1;

    private readonly EmulatorObserver _observer;
    private readonly Parser _parser;
    private ulong[] _line = [];

    public Emulator(EmulatorOptions options, EmulatorObserver? observer = null)
    {
        Options = options;
        _observer = observer ?? EmulatorObserver.None;
        Screen = new Screen(
            Math.Clamp(options.Cols, 1, EmulatorOptions.MaximumSize), Math.Clamp(options.Rows, 1, EmulatorOptions.MaximumSize), options.Scrollback);
        Colors = new TerminalColors(options.Colors);
        _parser = new Parser(this);
    }

    public int Cols => Screen.Cols;

    public int Rows => Screen.Rows;

    /// <summary>How many lines lie above the main screen.</summary>
    public int ScrollbackLines => Screen.Scrollback.Count;

    /// <summary>How many lines have ever left the main screen at its top: the number of its first line, for whoever counts from the beginning.</summary>
    public long ScrolledOff => Screen.ScrolledOff;

    public bool AlternateScreen => Screen.OnAlternate;

    /// <summary>Mode 2027: a character is a grapheme cluster.</summary>
    public bool GraphemeClusters => Screen.GraphemeClusters;

    public CursorState Cursor => new(Screen.Y, Screen.X, Modes.CursorVisible, CursorShape, CursorBlinking);

    public Modes Modes { get; private set; } = new();

    public TerminalColors Colors { get; }

    /// <summary>OSC 0 and 2. Untrusted.</summary>
    public string Title { get; internal set; } = "";

    /// <summary>OSC 0 and 1. Untrusted.</summary>
    public string IconName { get; internal set; } = "";

    /// <summary>OSC 7: the folder of the shell, as it says. Untrusted.</summary>
    public string? Folder { get; internal set; }

    public Progress Progress { get; internal set; }

    /// <summary>How many commands the shell has begun (OSC 133;C).</summary>
    public int CommandNumber { get; internal set; }

    /// <summary>The last of them hasn't ended.</summary>
    public bool InCommand { get; internal set; }

    /// <summary>Grows when the numbers in cells get another meaning: cells kept from before can't be compared with those from then on.</summary>
    public int CellGeneration => Screen.Tables.Generation;

    internal EmulatorOptions Options { get; }

    /// <summary>A snapshot is read.</summary>
    internal bool Restoring { get; private set; }

    /// <summary>Nobody, while a snapshot is read.</summary>
    internal EmulatorObserver Observer => Restoring ? EmulatorObserver.None : _observer;

    internal Screen Screen { get; }

    internal Parameters Parameters { get; } = new();

    internal CursorShape CursorShape { get; set; }

    internal bool CursorBlinking { get; set; } = true;

    /// <summary>DECSACE 2.</summary>
    internal bool AttributesInRectangle { get; set; }

    /// <summary>XTPUSHSGR.</summary>
    internal Stack<Style> PushedStyles { get; } = new();

    /// <summary>XTWINOPS 22 and 23.</summary>
    internal List<(string Title, string IconName)> PushedTitles { get; } = [];

    /// <summary>XTSAVE.</summary>
    internal Dictionary<int, bool> SavedModes { get; } = [];

    internal int Position => _parser.Position;

    internal bool StringEndedByBell => _parser.EndedByBell;

    internal bool AtRest => _parser.AtRest;

    internal void WritePending(VtWriter output) => _parser.WritePending(output);

    public void Write(ReadOnlySpan<byte> bytes) => _parser.Parse(bytes);

    /// <summary>As <see cref="Write"/>, for a screen that was kept: nothing is answered and nobody hears of it.</summary>
    public void Restore(ReadOnlySpan<byte> snapshot)
    {
        Restoring = true;
        try
        {
            _parser.Parse(snapshot);
        }
        finally
        {
            Restoring = false;
        }
    }

    /// <summary>Another size, 1 to <see cref="EmulatorOptions.MaximumSize"/> each. Text of the main screen flows anew.</summary>
    public void Resize(int cols, int rows)
    {
        Screen.Resize(Math.Clamp(cols, 1, EmulatorOptions.MaximumSize), Math.Clamp(rows, 1, EmulatorOptions.MaximumSize));
        if (Modes.SizeReports)
        {
            ReportSequences.Size(this);
        }
    }

    /// <summary>A line of the screen shown from 0 on, of the scrollback below 0, -1 being the newest.</summary>
    public LineView Line(int index)
    {
        if (index >= 0)
        {
            return View(Screen.Grid, index);
        }

        if (_line.Length != Cols)
        {
            _line = new ulong[Cols];
        }

        RowEncoding.Decode(Screen.Scrollback[Screen.Scrollback.Count + index], _line, Screen.Tables.Styles, Screen.Tables.Clusters, out var line);
        return new LineView(_line, line);
    }

    /// <summary>What a cell looks like.</summary>
    public Style StyleOf(Cell cell) => Screen.Tables.Styles[cell.StyleId];

    /// <summary>Adds what stands in a cell; a space for an empty one, nothing for the right half of a wide one.</summary>
    public void AppendText(Cell cell, StringBuilder into)
    {
        if (cell.IsCluster)
        {
            into.Append(Screen.Tables.Clusters[cell.Glyph]);
        }
        else if (cell.IsEmpty)
        {
            into.Append(' ');
        }
        else if (cell.Width != 0)
        {
            into.Append(new Rune(cell.Glyph).ToString());
        }
    }

    /// <summary>As <see cref="AppendText"/>, as UTF-8 and without a string.</summary>
    /// <param name="utf8">At least <see cref="Cell.MaximumBytes"/> long.</param>
    /// <returns>How many bytes.</returns>
    public int EncodeText(Cell cell, Span<byte> utf8)
    {
        if (cell.IsCluster)
        {
            return Encoding.UTF8.GetBytes(Screen.Tables.Clusters[cell.Glyph], utf8);
        }

        if (cell.IsEmpty)
        {
            utf8[0] = (byte)' ';
            return 1;
        }

        return cell.Width == 0 ? 0 : new Rune(cell.Glyph).EncodeToUtf8(utf8);
    }

    /// <summary>Where a style's link leads; null for none, or one so old that it was forgotten.</summary>
    public Hyperlink? LinkOf(in Style style) => Screen.Tables.Links.Find(style.Link);

    /// <summary>The main screen also while the alternate one is shown.</summary>
    internal LineView MainLine(int index) => index < 0 ? Line(index) : View(Screen.Main, index);

    internal void Execute(byte code)
    {
        Screen.ForgetLast();
        SequenceTable.Control(code)?.Run(this);
    }

    internal void Reply(string text)
    {
        if (!Restoring)
        {
            _observer.Replied(Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>RIS.</summary>
    internal void Reset()
    {
        Screen.Reset(keepScrollback: true);
        Modes = new Modes();
        SoftReset();
        Colors.ResetAll();
        (Title, IconName, Progress) = ("", "", default);
        PushedTitles.Clear();
        SavedModes.Clear();
        InCommand = false;
    }

    /// <summary>DECSTR.</summary>
    internal void SoftReset()
    {
        Screen.SoftReset();
        Modes.ApplicationCursor = Modes.ApplicationKeypad = Modes.KeyboardLocked = false;
        Modes.CursorVisible = true;
        Modes.ClearKeyboards();
        Modes.ModifyOtherKeys = 0;
        (CursorShape, CursorBlinking) = (CursorShape.Block, true);
        AttributesInRectangle = false;
        PushedStyles.Clear();
    }

    private static LineView View(Grid grid, int y) => new(grid.Row(y), grid.Lines[y]);
}
