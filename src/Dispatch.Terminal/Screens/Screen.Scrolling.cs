namespace Dispatch.Terminal;

/// <summary>Moving lines and columns within the margins.</summary>
internal sealed partial class Screen
{
    private bool InRegion => Y >= Top && Y <= Bottom && X >= Left && X <= Right;

    public void ScrollUp(int count)
    {
        if (FullWidth)
        {
            _grid.RotateUp(Top, Bottom, count, Blank);
        }
        else
        {
            ScrollRectangleUp(count);
        }
    }

    public void ScrollDown(int count)
    {
        if (FullWidth)
        {
            _grid.RotateDown(Top, Bottom, count, Blank);
            EndWrapAt(Top - 1);
        }
        else
        {
            ScrollRectangle(Top, -count);
        }
    }

    public void InsertLines(int count)
    {
        if (!InRegion)
        {
            return;
        }

        if (FullWidth)
        {
            _grid.RotateDown(Y, Bottom, count, Blank);
            EndWrapAt(Y - 1);
        }
        else
        {
            ScrollRectangle(Y, -count);
        }

        X = Left;
        WrapPending = false;
    }

    public void DeleteLines(int count)
    {
        if (!InRegion)
        {
            return;
        }

        if (FullWidth)
        {
            _grid.RotateUp(Y, Bottom, count, Blank);
            EndWrapAt(Y - 1);
        }
        else
        {
            ScrollRectangle(Y, count);
        }

        X = Left;
        WrapPending = false;
    }

    /// <summary>SL: the text of the region to the left, when the cursor is in it (as xterm does it).</summary>
    public void ScrollLeft(int count)
    {
        if (InRegion)
        {
            DeleteColumnsAt(Left, count);
        }
    }

    /// <summary>SR: the text of the region to the right, likewise.</summary>
    public void ScrollRight(int count)
    {
        if (InRegion)
        {
            InsertColumnsAt(Left, count);
        }
    }

    public void InsertColumns(int count)
    {
        if (InRegion)
        {
            InsertColumnsAt(X, count);
        }
    }

    public void DeleteColumns(int count)
    {
        if (InRegion)
        {
            DeleteColumnsAt(X, count);
        }
    }

    private void InsertColumnsAt(int x, int count)
    {
        for (var y = Top; y <= Bottom; y++)
        {
            ref var line = ref _grid.Lines[y];
            InsertBlanks(_grid.RowOf(line), x, Right, count, Blank, ref line);
            line.Wrapped = false;
        }

        WrapPending = false;
    }

    private void DeleteColumnsAt(int x, int count)
    {
        for (var y = Top; y <= Bottom; y++)
        {
            ref var line = ref _grid.Lines[y];
            RemoveCells(_grid.RowOf(line), x, Right, count, Blank, ref line);
            line.Wrapped = false;
        }

        WrapPending = false;
    }

    private void ScrollRectangleUp(int count) => ScrollRectangle(Top, count);

    /// <summary>Moves the cells between the column margins, from a line on, up or (negative) down.</summary>
    private void ScrollRectangle(int top, int count)
    {
        var height = Bottom - top + 1;
        var by = Math.Clamp(count, -height, height);
        for (var i = 0; i < height; i++)
        {
            var y = by > 0 ? top + i : Bottom - i;
            var from = y + by;
            ref var line = ref _grid.Lines[y];
            var row = _grid.RowOf(line);
            SplitWide(row, Left, Right + 1);
            if (from >= top && from <= Bottom)
            {
                ref var source = ref _grid.Lines[from];
                var sourceRow = _grid.RowOf(source);
                SplitWide(sourceRow, Left, Right + 1);
                sourceRow[Left..(Right + 1)].CopyTo(row[Left..]);
                line.Wide |= source.Wide;
            }
            else
            {
                row[Left..(Right + 1)].Fill(Blank);
            }

            line.Used = (short)Math.Max(line.Used, Right + 1);
            line.Wrapped = false;
        }
    }

    private void EndWrapAt(int y)
    {
        if (y >= 0)
        {
            _grid.Lines[y].Wrapped = false;
        }
    }

    /// <summary>Before a line of the main screen goes out at its top.</summary>
    private void KeepLine(int y)
    {
        ScrolledOff++;
        if (Scrollback.Limit == 0)
        {
            return;
        }

        ref readonly var line = ref _grid.Lines[y];
        var into = Scrollback.Reserve(RowEncoding.MaximumLength(line.Used));
        Scrollback.Commit(RowEncoding.Encode(_grid.RowOf(line), line, _tables.Styles, _tables.Clusters, into));
    }
}
