namespace Dispatch.Terminal;

/// <summary>A rectangle of cells, zero-based and inclusive.</summary>
internal readonly record struct Area(int Top, int Left, int Bottom, int Right)
{
    public bool IsEmpty => Top > Bottom || Left > Right;
}

/// <summary>The rectangles of the VT420 (VT420 Programmer Reference, chapter 5).</summary>
internal sealed partial class Screen
{
    /// <summary>DECFRA.</summary>
    public void Fill(Area area, int codePoint)
    {
        if (CharacterWidthIsOne(codePoint))
        {
            ForEachRow(area, (row, line) => row.Fill((uint)codePoint | _penBits));
        }
    }

    /// <summary>DECERA.</summary>
    public void Erase(Area area) => ForEachRow(area, (row, line) => row.Fill(Blank));

    /// <summary>DECSERA.</summary>
    public void EraseSelectively(Area area) => ForEachRow(area, (row, line) => EraseUnprotected(row, 0, row.Length));

    /// <summary>DECCRA: copies to another place, through a copy so that the two may overlap.</summary>
    public void Copy(Area area, int top, int left)
    {
        if (area.IsEmpty || top >= Rows || left >= Cols)
        {
            return;
        }

        var width = Math.Min(area.Right - area.Left + 1, Cols - left);
        var height = Math.Min(area.Bottom - area.Top + 1, Rows - top);
        var copy = new ulong[width * height];
        var wide = false;
        for (var i = 0; i < height; i++)
        {
            _grid.Row(area.Top + i).Slice(area.Left, width).CopyTo(copy.AsSpan(i * width));
            wide |= _grid.Lines[area.Top + i].Wide;
            WithoutHalves(copy.AsSpan(i * width, width));
        }

        var y = 0;
        ForEachRow(new Area(top, left, top + height - 1, left + width - 1), (row, line) =>
        {
            copy.AsSpan(y++ * width, width).CopyTo(row);
            _grid.Lines[line].Wide |= wide;
        });
    }

    /// <summary>DECCARA and DECRARA: changes attributes of a rectangle, or (DECSACE 1) of the text from its first to its last cell.</summary>
    public void Restyle(Area area, bool rectangle, Func<Style, Style> change)
    {
        if (area.IsEmpty)
        {
            return;
        }

        for (var y = area.Top; y <= area.Bottom; y++)
        {
            var start = rectangle || y == area.Top ? area.Left : 0;
            var end = rectangle || y == area.Bottom ? area.Right : Cols - 1;
            RestyleRow(y, start, end, change);
        }
    }

    /// <summary>DECRQCRA: the sum that xterm makes of a rectangle's characters, empty ones being spaces.</summary>
    public int Checksum(Area area)
    {
        var sum = 0;
        for (var y = area.Top; y <= area.Bottom && !area.IsEmpty; y++)
        {
            foreach (var bits in _grid.Row(y)[area.Left..(area.Right + 1)])
            {
                var cell = new Cell(bits);
                var first = cell.IsCluster ? char.ConvertToUtf32(_tables.Clusters[cell.Glyph], 0) : cell.IsEmpty ? ' ' : cell.Glyph;
                sum += first;
            }
        }

        return -sum & 0xFFFF;
    }

    private static bool CharacterWidthIsOne(int codePoint) => codePoint is >= 0x20 and < 0x7F or >= 0xA0 and <= 0xFF;

    private delegate void RowAction(Span<ulong> cells, int line);

    private void ForEachRow(Area area, RowAction action)
    {
        if (area.IsEmpty)
        {
            return;
        }

        for (var y = area.Top; y <= area.Bottom; y++)
        {
            ref var line = ref _grid.Lines[y];
            var row = _grid.RowOf(line);
            SplitWide(row, area.Left, area.Right + 1);
            action(row[area.Left..(area.Right + 1)], y);
            line.Used = (short)Math.Max(line.Used, area.Right + 1);
        }
    }

    private void RestyleRow(int y, int start, int end, Func<Style, Style> change)
    {
        // Both halves of a character, or none.
        start -= start > 0 && new Cell(_grid.Row(y)[start]).Width == 0 ? 1 : 0;
        end += new Cell(_grid.Row(y)[end]).Width == 2 ? 1 : 0;
        for (var x = start; x <= end; x++)
        {
            if (_tables.Styles.IsFull)
            {
                CompactStyles();
                PenChanged();
            }

            var bits = _grid.Row(y)[x];
            var style = change(_tables.Styles[(int)(bits >> Cell.StyleShift)]);
            _grid.Row(y)[x] = (bits & uint.MaxValue) | (ulong)_tables.Styles.Intern(style) << Cell.StyleShift;
        }

        _grid.Lines[y].Used = (short)Math.Max(_grid.Lines[y].Used, end + 1);
    }

    private static void WithoutHalves(Span<ulong> cells)
    {
        if ((cells[0] & Cell.TrailBit) != 0)
        {
            cells[0] = cells[0] >> Cell.StyleShift << Cell.StyleShift;
        }

        if ((cells[^1] & Cell.WideBit) != 0)
        {
            cells[^1] = cells[^1] >> Cell.StyleShift << Cell.StyleShift;
        }
    }
}
