namespace Dispatch.Terminal;

/// <summary>Characters of several code points: combining marks, and grapheme clusters (mode 2027).</summary>
internal sealed partial class Screen
{
    /// <summary>A code point of no width joins the character before the cursor.</summary>
    private void Combine(int codePoint)
    {
        var x = WrapPending ? X : X - 1;
        if (x >= 0)
        {
            Append(x, codePoint);
        }
    }

    private void Append(int x, int codePoint)
    {
        var row = _grid.Row(Y);
        if ((row[x] & Cell.TrailBit) != 0)
        {
            x--;
        }

        if ((row[x] & (Cell.GlyphMask | Cell.ClusterBit)) == 0)
        {
            return;
        }

        if (_tables.Clusters.IsFull)
        {
            CompactClusters();
        }

        var joined = _tables.Clusters.Join(row[x] & (Cell.GlyphMask | Cell.ClusterBit), codePoint);
        if (joined >= 0)
        {
            row[x] = (row[x] & ~Cell.GlyphMask) | Cell.ClusterBit | (uint)joined;
        }
    }

    /// <summary>Mode 2027: true when the code point went into the character before it.</summary>
    private bool JoinsCluster(int codePoint)
    {
        if (_lastX < 0)
        {
            _cluster = default;
        }

        if (!_cluster.Joins(codePoint))
        {
            return false;
        }

        if (_lastX < 0)
        {
            Combine(codePoint);
            return true;
        }

        var row = _grid.Row(Y);
        var x = (row[_lastX] & Cell.TrailBit) != 0 ? _lastX - 1 : _lastX;
        Append(x, codePoint);
        if (_cluster.Width == 2 && (row[x] & Cell.WideBit) == 0)
        {
            WidenLast(x);
        }

        return true;
    }

    // The cluster needs a second cell: beside it when there is room, else on the next line.
    private void WidenLast(int x)
    {
        ref var line = ref _grid.Lines[Y];
        var row = _grid.RowOf(line);
        if (WrapPending)
        {
            if (!AutoWrap || Cols < 2)
            {
                return;
            }

            var (glyph, pen) = (row[x] & (Cell.GlyphMask | Cell.ClusterBit), _penBits);
            _penBits = row[x] >> Cell.StyleShift << Cell.StyleShift;
            row[x] = Blank;
            PutCell(glyph, 2);
            _penBits = pen;
        }
        else
        {
            if (line.Wide)
            {
                SplitWide(row, x + 1, x + 2);
            }

            row[x] |= Cell.WideBit;
            row[x + 1] = (row[x] >> Cell.StyleShift << Cell.StyleShift) | Cell.TrailBit;
            line.Wide = true;
            var last = LastColumn;
            X++;
            line.Used = (short)Math.Max(line.Used, X);
            if (X > last)
            {
                X = last;
                WrapPending = true;
            }
        }

        _lastX = WrapPending ? X : X - 1;
    }
}
