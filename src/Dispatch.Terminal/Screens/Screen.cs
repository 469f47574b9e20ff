using System.Buffers;

namespace Dispatch.Terminal;

/// <summary>
/// What is drawn on: the main and the alternate screen, the cursor, the pen, the margins, the tab stops. Knows what drawing means,
/// nothing of the bytes that ask for it.
/// </summary>
internal sealed partial class Screen
{
    private readonly Tables _tables = new();
    private Grid _main;
    private Grid? _alternate;
    private Grid _grid;
    private Style _pen;
    private ulong _penBits;

    // The last blank that had a background, and what it was made for.
    private ulong _blank;
    private (Color Background, int Generation) _blankOf;
    private bool[] _tabs;
    private bool _insert;
    private Charsets _charsets = Charsets.Initial;
    private int _singleShift = -1;

    public Screen(int cols, int rows, int scrollback)
    {
        _grid = _main = new Grid(cols, rows);
        Scrollback = new Scrollback(scrollback);
        (Bottom, Right) = (rows - 1, cols - 1);
        _tabs = TabsOf(cols);
    }

    public Grid Grid => _grid;

    public Grid Main => _main;

    public Grid? Alternate => _alternate;

    public bool OnAlternate { get; private set; }

    public Scrollback Scrollback { get; }

    public Tables Tables => _tables;

    /// <summary>How many lines have left the main screen at its top, whether they are kept or not.</summary>
    public long ScrolledOff { get; set; }

    public int Cols => _grid.Cols;

    public int Rows => _grid.Rows;

    public int X { get; set; }

    public int Y { get; set; }

    /// <summary>The last column was written: the next character goes to the next line. A character in the last column doesn't move the cursor.</summary>
    public bool WrapPending { get; set; }

    /// <summary>The margins, all inclusive; whole lines and columns unless a program set them.</summary>
    public int Top { get; private set; }

    public int Bottom { get; private set; }

    public int Left { get; private set; }

    public int Right { get; private set; }

    /// <summary>DECLRMM: left and right margins are in force.</summary>
    public bool ColumnMargins { get; private set; }

    /// <summary>DECOM: addresses count from the margins, and the cursor stays within them.</summary>
    public bool Origin { get; private set; }

    /// <summary>DECAWM.</summary>
    public bool AutoWrap { get; set; } = true;

    /// <summary>Mode 45: going left from the first column leads to the line before.</summary>
    public bool ReverseWrap { get; set; }

    /// <summary>IRM.</summary>
    public bool Insert
    {
        get => _insert;
        set
        {
            _insert = value;
            NotePlain();
        }
    }

    /// <summary>Mode 2027: a character is a grapheme cluster.</summary>
    public bool GraphemeClusters { get; set; }

    public Charsets Charsets
    {
        get => _charsets;
        set
        {
            _charsets = value;
            NotePlain();
        }
    }

    /// <summary>SS2 and SS3: the set for the next character alone, or -1.</summary>
    public int SingleShift
    {
        get => _singleShift;
        set
        {
            _singleShift = value;
            NotePlain();
        }
    }

    public SavedCursor SavedMain { get; set; } = SavedCursor.Home;

    public SavedCursor SavedAlternate { get; set; } = SavedCursor.Home;

    public ReadOnlySpan<bool> Tabs => _tabs;

    public Style Pen
    {
        get => _pen;
        set
        {
            if (_pen != value)
            {
                _pen = value;
                PenChanged();
            }
        }
    }

    /// <summary>What an erased cell holds: nothing, on the pen's background (xterm: bce).</summary>
    public ulong Blank { get; private set; }

    public ref LineMark Mark => ref _grid.Lines[Y].Mark;

    private bool FullWidth => Left == 0 && Right == Cols - 1;

    /// <summary>Everything as at the start but the size and, if wished, the scrollback.</summary>
    public void Reset(bool keepScrollback)
    {
        _grid = _main;
        _alternate = null;
        OnAlternate = false;
        Pen = default;
        for (var y = 0; y < Rows; y++)
        {
            _grid.Clear(y, 0);
        }

        if (!keepScrollback)
        {
            Scrollback.Clear();
        }

        SoftReset();
        ReverseWrap = GraphemeClusters = false;
        AutoWrap = true;
        (X, Y) = (0, 0);
        _tabs = TabsOf(Cols);
    }

    /// <summary>DECSTR as xterm does it: neither the text nor the cursor's place changes.</summary>
    public void SoftReset()
    {
        Pen = default;
        (Top, Bottom, Left, Right) = (0, Rows - 1, 0, Cols - 1);
        ColumnMargins = Origin = Insert = WrapPending = false;
        AutoWrap = true;
        Charsets = Charsets.Initial;
        SingleShift = -1;
        SavedMain = SavedAlternate = SavedCursor.Home;
        ForgetLast();
    }

    public void SaveCursor()
    {
        var saved = new SavedCursor(X, Y, Pen, Charsets, Origin);
        if (OnAlternate)
        {
            SavedAlternate = saved;
        }
        else
        {
            SavedMain = saved;
        }
    }

    public void RestoreCursor()
    {
        var saved = OnAlternate ? SavedAlternate : SavedMain;
        Origin = saved.Origin;
        (X, Y) = (Math.Min(saved.X, Cols - 1), Math.Min(saved.Y, Rows - 1));
        if (Origin)
        {
            (X, Y) = (Math.Clamp(X, Left, Right), Math.Clamp(Y, Top, Bottom));
        }

        WrapPending = false;
        Pen = saved.Pen;
        Charsets = saved.Charsets;
    }

    public void ShowAlternate(bool clear)
    {
        if (!OnAlternate)
        {
            OnAlternate = true;
            _grid = _alternate ??= new Grid(_main.Cols, _main.Rows);
        }

        if (clear)
        {
            EraseLines(0, Rows - 1);
        }

        ForgetLast();
    }

    public void ShowMain()
    {
        if (OnAlternate)
        {
            OnAlternate = false;
            _grid = _main;

            // Nothing of it can be seen again: whoever shows it next clears it, or finds it empty.
            _alternate = null;
            ForgetLast();
        }
    }

    private void PenChanged()
    {
        if (_tables.Styles.IsFull)
        {
            CompactStyles();
        }

        _penBits = (ulong)_tables.Styles.Intern(_pen) << Cell.StyleShift;
        Blank = _pen.Background.IsDefault ? 0 : BlankOn(_pen.Background);
    }

    private ulong BlankOn(Color background)
    {
        if (_blankOf != (background, _tables.Generation))
        {
            _blankOf = (background, _tables.Generation);
            _blank = (ulong)_tables.Styles.Intern(new Style { Background = background }) << Cell.StyleShift;
        }

        return _blank;
    }

    private void CompactStyles()
    {
        var rented = ArrayPool<int>.Shared.Rent(_tables.Styles.Count);
        var numbers = rented.AsSpan(0, _tables.Styles.Count);
        numbers.Clear();
        Mark(_main, numbers);
        Mark(_alternate, numbers);
        _tables.Styles.Compact(numbers);
        Renumber(_main, numbers);
        Renumber(_alternate, numbers);
        ArrayPool<int>.Shared.Return(rented);
        _tables.Generation++;

        static void Mark(Grid? grid, Span<int> used)
        {
            foreach (var bits in grid is null ? [] : grid.All)
            {
                used[(int)(bits >> Cell.StyleShift)] = 1;
            }
        }

        static void Renumber(Grid? grid, ReadOnlySpan<int> numbers)
        {
            foreach (ref var bits in grid is null ? [] : grid.All)
            {
                bits = (bits & uint.MaxValue) | (ulong)(uint)numbers[(int)(bits >> Cell.StyleShift)] << Cell.StyleShift;
            }
        }
    }

    private void CompactClusters()
    {
        var used = new bool[_tables.Clusters.Count];
        Each(_main, used);
        Each(_alternate, used);
        var moved = _tables.Clusters.Compact(used);
        Renumber(_main, moved);
        Renumber(_alternate, moved);
        _tables.Generation++;

        static void Each(Grid? grid, bool[] used)
        {
            foreach (var bits in grid is null ? [] : grid.All)
            {
                if ((bits & Cell.ClusterBit) != 0)
                {
                    used[(int)(bits & Cell.GlyphMask)] = true;
                }
            }
        }

        static void Renumber(Grid? grid, int[] moved)
        {
            foreach (ref var bits in grid is null ? [] : grid.All)
            {
                if ((bits & Cell.ClusterBit) != 0)
                {
                    bits = (bits & ~Cell.GlyphMask) | (uint)moved[(int)(bits & Cell.GlyphMask)];
                }
            }
        }
    }

    private static bool[] TabsOf(int cols)
    {
        var tabs = new bool[cols];
        for (var x = 8; x < cols; x += 8)
        {
            tabs[x] = true;
        }

        return tabs;
    }
}
