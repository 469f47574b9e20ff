namespace Dispatch.Terminal;

/// <summary>Erasing, inserting and deleting cells.</summary>
internal sealed partial class Screen
{
    /// <summary>ED and DECSED: 0 from the cursor on, 1 up to it, 2 all.</summary>
    public void EraseDisplay(int what, bool selective)
    {
        WrapPending = false;
        switch (what)
        {
            case 0:
                EraseRow(Y, X, Cols, selective);
                EraseLines(Y + 1, Rows - 1, selective);
                break;
            case 1:
                EraseLines(0, Y - 1, selective);
                EraseRow(Y, 0, X + 1, selective);
                break;
            case 2:
                EraseLines(0, Rows - 1, selective);
                break;
        }
    }

    /// <summary>EL and DECSEL: 0 from the cursor on, 1 up to it, 2 all.</summary>
    public void EraseLine(int what, bool selective)
    {
        WrapPending = false;
        switch (what)
        {
            case 0:
                EraseRow(Y, X, Cols, selective);
                break;
            case 1:
                EraseRow(Y, 0, X + 1, selective);
                break;
            case 2:
                EraseRow(Y, 0, Cols, selective);
                break;
        }
    }

    /// <summary>ECH.</summary>
    public void EraseCharacters(int count)
    {
        EraseRow(Y, X, Math.Min(Cols, X + Math.Min(count, Cols)), selective: false);
        WrapPending = false;
    }

    /// <summary>ICH.</summary>
    public void InsertCharacters(int count)
    {
        WrapPending = false;
        if (X >= Left && X <= Right)
        {
            ref var line = ref _grid.Lines[Y];
            InsertBlanks(_grid.RowOf(line), X, Right, count, Blank, ref line);
        }
    }

    /// <summary>DCH.</summary>
    public void DeleteCharacters(int count)
    {
        WrapPending = false;
        if (X >= Left && X <= Right)
        {
            ref var line = ref _grid.Lines[Y];
            RemoveCells(_grid.RowOf(line), X, Right, count, Blank, ref line);
            line.Wrapped = false;
        }
    }

    /// <summary>DECALN: the screen full of E, for adjusting it; the margins go.</summary>
    public void Align()
    {
        (Top, Bottom, Left, Right) = (0, Rows - 1, 0, Cols - 1);
        Origin = false;
        MoveTo(0, 0);
        for (var y = 0; y < Rows; y++)
        {
            _grid.Clear(y, 'E');
        }
    }

    private void EraseLines(int top, int bottom, bool selective = false)
    {
        for (var y = top; y <= bottom; y++)
        {
            if (selective)
            {
                EraseRow(y, 0, Cols, true);
            }
            else
            {
                _grid.Clear(y, Blank);
            }
        }
    }

    private void EraseRow(int y, int start, int end, bool selective)
    {
        ref var line = ref _grid.Lines[y];
        var row = _grid.RowOf(line);
        if (selective)
        {
            EraseUnprotected(row, start, end);
            return;
        }

        if (line.Wide)
        {
            SplitWide(row, start, end);
        }

        if (end == Cols)
        {
            line.Wrapped = false;
        }

        if (Blank != 0)
        {
            row[start..end].Fill(Blank);
            line.Used = (short)Math.Max(line.Used, end);
        }
        else
        {
            end = Math.Min(end, line.Used);
            if (start < end)
            {
                row[start..end].Clear();
                if (end == line.Used)
                {
                    line.Used = (short)start;
                }
            }
        }
    }

    private void EraseUnprotected(Span<ulong> row, int start, int end)
    {
        for (var x = start; x < end; x++)
        {
            if (!_tables.Styles[(int)(row[x] >> Cell.StyleShift)].Protected)
            {
                SplitWide(row, x, x + 1);

                // VT510 DECSED: what is erased loses its character, not its attributes.
                row[x] = row[x] >> Cell.StyleShift << Cell.StyleShift;
            }
        }
    }

    private static void InsertBlanks(Span<ulong> row, int x, int last, int count, ulong blank, ref Line line)
    {
        count = Math.Min(count, last - x + 1);
        if (line.Wide)
        {
            SplitWide(row, x, last + 1);
            SplitWide(row, x, last + 1 - count);
        }

        var used = (short)Math.Max(line.Used, Math.Min(line.Used, last + 1) + count);
        row[x..(last + 1 - count)].CopyTo(row[(x + count)..]);
        row.Slice(x, count).Fill(blank);
        line.Used = Math.Min(Math.Max(used, (short)(x + count)), (short)row.Length);
    }

    private static void RemoveCells(Span<ulong> row, int x, int last, int count, ulong blank, ref Line line)
    {
        count = Math.Min(count, last - x + 1);
        if (line.Wide)
        {
            SplitWide(row, x, last + 1);
            SplitWide(row, x, x + count);
        }

        row[(x + count)..(last + 1)].CopyTo(row[x..]);
        row.Slice(last + 1 - count, count).Fill(blank);
        if (blank != 0)
        {
            line.Used = (short)Math.Max(line.Used, last + 1);
        }
    }
}
