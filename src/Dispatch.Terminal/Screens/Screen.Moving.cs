namespace Dispatch.Terminal;

/// <summary>Moving the cursor, and the text with it when it leaves the region.</summary>
internal sealed partial class Screen
{
    /// <summary>Where an address counts from.</summary>
    public int OriginX => Origin ? Left : 0;

    public int OriginY => Origin ? Top : 0;

    /// <summary>CUP with a zero-based address, relative to the margins under DECOM.</summary>
    public void MoveTo(int x, int y)
    {
        var (right, bottom) = Origin ? (Right, Bottom) : (Cols - 1, Rows - 1);
        X = Math.Min(OriginX + x, right);
        Y = Math.Min(OriginY + y, bottom);
        WrapPending = false;
    }

    public void MoveToColumn(int x)
    {
        X = Math.Min(OriginX + x, Origin ? Right : Cols - 1);
        WrapPending = false;
    }

    public void MoveToRow(int y)
    {
        Y = Math.Min(OriginY + y, Origin ? Bottom : Rows - 1);
        WrapPending = false;
    }

    public void Up(int count)
    {
        Y = Math.Max(Y >= Top ? Top : 0, Y - count);
        WrapPending = false;
    }

    public void Down(int count)
    {
        Y = Math.Min(Y <= Bottom ? Bottom : Rows - 1, Y + count);
        WrapPending = false;
    }

    public void Forward(int count)
    {
        X = Math.Min(X <= Right ? Right : Cols - 1, X + count);
        WrapPending = false;
    }

    /// <summary>
    /// CUB and BS. With reverse wrap (mode 45) the screen is one long line, its end before its beginning: as xterm does it, whether or not
    /// the line above went on.
    /// </summary>
    public void Back(int count)
    {
        var left = X >= Left ? Left : 0;
        var around = ReverseWrap && AutoWrap;

        // A wrap that is pending is the first step.
        var x = X - count + (around && WrapPending ? 1 : 0);
        WrapPending = false;
        if (x >= left || !around)
        {
            X = Math.Max(left, x);
            return;
        }

        var width = (ColumnMargins ? Right : Cols - 1) - left + 1;
        var place = ((Y * width) + x - left) % (width * Rows);
        place += place < 0 ? width * Rows : 0;
        (Y, X) = (place / width, left + (place % width));
    }

    public void CarriageReturn()
    {
        X = Origin || X >= Left ? Left : 0;
        WrapPending = false;
    }

    /// <summary>IND: down, scrolling at the bottom margin.</summary>
    public void Index()
    {
        WrapPending = false;
        if (Y != Bottom)
        {
            if (Y < Rows - 1)
            {
                Y++;
            }
        }
        else if (!ColumnMargins || FullWidth)
        {
            if (Top == 0 && !OnAlternate)
            {
                KeepLine(0);
            }

            _grid.RotateUp(Top, Bottom, 1, Blank);
        }
        else if (X >= Left && X <= Right)
        {
            ScrollRectangleUp(1);
        }
    }

    /// <summary>RI: up, scrolling at the top margin.</summary>
    public void ReverseIndex()
    {
        WrapPending = false;
        if (Y != Top)
        {
            if (Y > 0)
            {
                Y--;
            }
        }
        else
        {
            ScrollDown(1);
        }
    }

    /// <summary>DECBI: left, and at the left margin the text to the right.</summary>
    public void BackIndex()
    {
        if (X == Left)
        {
            if (Y >= Top && Y <= Bottom)
            {
                InsertColumnsAt(Left, 1);
            }
        }
        else if (X > 0)
        {
            X--;
        }

        WrapPending = false;
    }

    /// <summary>DECFI: right, and at the right margin the text to the left.</summary>
    public void ForwardIndex()
    {
        if (X == Right)
        {
            if (Y >= Top && Y <= Bottom)
            {
                DeleteColumnsAt(Left, 1);
            }
        }
        else if (X < Cols - 1)
        {
            X++;
        }

        WrapPending = false;
    }

    public void Tab(int count)
    {
        var last = X <= Right ? Right : Cols - 1;
        for (count = Math.Min(count, Cols); count > 0 && X < last; count--)
        {
            do
            {
                X++;
            }
            while (X < last && !_tabs[X]);
            WrapPending = false;
        }
    }

    /// <summary>CBT. As in xterm a wrap that is pending stays so.</summary>
    public void BackTab(int count)
    {
        var first = Origin ? Left : 0;
        for (count = Math.Min(count, Cols); count > 0 && X > first; count--)
        {
            do
            {
                X--;
            }
            while (X > first && !_tabs[X]);
        }
    }

    public void SetTab() => _tabs[X] = true;

    public void ClearTab() => _tabs[X] = false;

    public void ClearTabs() => Array.Clear(_tabs);

    /// <summary>DECST8C: a stop every eight columns.</summary>
    public void ResetTabs() => _tabs = TabsOf(Cols);

    /// <summary>DECSTBM, zero-based and inclusive; a region has two lines at least.</summary>
    public void SetRows(int top, int bottom)
    {
        if (top < bottom)
        {
            (Top, Bottom) = (top, bottom);
            MoveTo(0, 0);
        }
    }

    /// <summary>DECSLRM, zero-based and inclusive.</summary>
    public void SetColumns(int left, int right)
    {
        if (left < right)
        {
            (Left, Right) = (left, right);
            MoveTo(0, 0);
        }
    }

    public void SetColumnMargins(bool on)
    {
        ColumnMargins = on;
        (Left, Right) = (0, Cols - 1);
    }

    public void SetOrigin(bool on)
    {
        Origin = on;
        MoveTo(0, 0);
    }
}
