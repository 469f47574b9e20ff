using Dispatch.Terminal.Unicode;

namespace Dispatch.Terminal;

/// <summary>Bringing back what drawing alone doesn't: see <see cref="SnapshotSequences"/>. Places are columns of the cursor's line.</summary>
internal sealed partial class Screen
{
    /// <summary>The last character, for REP; 0 when it is forgotten.</summary>
    public int Last => _last;

    /// <summary>The cluster that may go on with what is printed next; the default when none may.</summary>
    public GraphemeCluster OpenCluster => _lastX < 0 ? default : _cluster;

    public void SetWrapped() => _grid.Lines[Y].Wrapped = true;

    /// <summary>How many cells of a line are part of it; those behind are empty.</summary>
    public void SetUsed(int count)
    {
        ref var line = ref _grid.Lines[Y];
        var written = _grid.RowOf(line).TrimEnd(0UL).Length;
        line.Used = (short)Math.Clamp(count, written, Cols);
    }

    /// <summary>Takes the characters out of cells and leaves their attributes.</summary>
    public void EmptyCells(int x, int count)
    {
        if (x >= 0 && x < Cols && count > 0)
        {
            var row = _grid.Row(Y);
            var end = (int)Math.Min(Cols, (long)x + count);
            SplitWide(row, x, end);
            foreach (ref var bits in row[x..end])
            {
                bits = bits >> Cell.StyleShift << Cell.StyleShift;
            }
        }
    }

    /// <summary>Puts a character of several code points where another of its width stands.</summary>
    public void SetText(int x, string text)
    {
        if (x < 0 || x >= Cols || text.Length is 0 or > ClusterTable.MaximumLength)
        {
            return;
        }

        if (_tables.Clusters.IsFull)
        {
            CompactClusters();
        }

        ref var bits = ref _grid.Row(Y)[x];
        bits = (bits & ~Cell.GlyphMask) | Cell.ClusterBit | (uint)_tables.Clusters.Intern(text);
    }

    /// <summary>What was printed last at the cursor: for REP, and under mode 2027 the cluster that may go on.</summary>
    public void SetLast(int codePoint, string cluster)
    {
        _last = codePoint;
        if (cluster.Length > 0)
        {
            _lastX = WrapPending ? X : X - 1;
            _cluster = default;
            foreach (var rune in cluster.EnumerateRunes())
            {
                _cluster.Joins(rune.Value);
            }
        }
    }
}
