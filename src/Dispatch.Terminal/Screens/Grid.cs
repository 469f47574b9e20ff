namespace Dispatch.Terminal;

/// <summary>The cells of one screen, line by line. Lines move by moving their descriptions, never their cells.</summary>
internal sealed class Grid
{
    private readonly ulong[] _cells;

    public Grid(int cols, int rows)
    {
        Cols = cols;
        Lines = new Line[rows];
        _cells = new ulong[(cols * rows) + AsciiCells.Overhang];
        for (var y = 0; y < rows; y++)
        {
            Lines[y].Start = y * cols;
        }
    }

    public int Cols { get; }

    public int Rows => Lines.Length;

    public Line[] Lines { get; }

    /// <summary>Every cell, in no order: for counting what is in use.</summary>
    public Span<ulong> All => _cells.AsSpan(0, Cols * Rows);

    public Span<ulong> Row(int y) => _cells.AsSpan(Lines[y].Start, Cols);

    public Span<ulong> RowOf(in Line line) => _cells.AsSpan(line.Start, Cols);

    /// <summary>A line and cells behind it that vectors may touch but not change.</summary>
    public Span<ulong> RowAndOverhang(in Line line) => _cells.AsSpan(line.Start, Cols + AsciiCells.Overhang);

    /// <summary>Empties a line, with a background if the blank has one.</summary>
    public void Clear(int y, ulong blank)
    {
        ref var line = ref Lines[y];
        if (blank == 0)
        {
            _cells.AsSpan(line.Start, line.Used).Clear();
            line.Used = 0;
        }
        else
        {
            _cells.AsSpan(line.Start, Cols).Fill(blank);
            line.Used = (short)Cols;
        }

        line.Wrapped = line.Wide = false;
        line.Mark = default;
    }

    /// <summary>Moves whole lines up within a range; the lowest ones are empty then.</summary>
    public void RotateUp(int top, int bottom, int count, ulong blank)
    {
        var range = Lines.AsSpan(top, bottom - top + 1);
        if (count == 1)
        {
            var first = range[0];
            range[1..].CopyTo(range);
            range[^1] = first;
            Clear(bottom, blank);
            return;
        }

        count = Math.Min(count, range.Length);
        Rotate(range, count);
        for (var y = bottom - count + 1; y <= bottom; y++)
        {
            Clear(y, blank);
        }
    }

    /// <summary>Moves whole lines down within a range; the highest ones are empty then.</summary>
    public void RotateDown(int top, int bottom, int count, ulong blank)
    {
        var range = Lines.AsSpan(top, bottom - top + 1);
        if (count == 1)
        {
            var last = range[^1];
            range[..^1].CopyTo(range[1..]);
            range[0] = last;
            Clear(top, blank);
            return;
        }

        count = Math.Min(count, range.Length);
        Rotate(range, range.Length - count);
        for (var y = top; y < top + count; y++)
        {
            Clear(y, blank);
        }
    }

    private static void Rotate(Span<Line> range, int by)
    {
        range[..by].Reverse();
        range[by..].Reverse();
        range.Reverse();
    }
}
