namespace Dispatch.Runner.Sessions;

/// <summary>The terminal's size at every position, for a replay that starts in the middle.</summary>
internal sealed class SizeHistory
{
    private readonly Lock _gate = new();
    private readonly List<(long Seq, int Cols, int Rows)> _sizes = [];

    public void Add(long seq, int cols, int rows)
    {
        lock (_gate)
        {
            if (_sizes.Count == 0 || _sizes[^1].Cols != cols || _sizes[^1].Rows != rows)
            {
                _sizes.Add((seq, cols, rows));
            }
        }
    }

    /// <summary>The size in force right after a position.</summary>
    public (int Cols, int Rows) At(long seq)
    {
        lock (_gate)
        {
            var index = _sizes.FindLastIndex(size => size.Seq <= seq);
            var size = _sizes.Count == 0 ? (0, 80, 24) : _sizes[Math.Max(0, index)];
            return (size.Item2, size.Item3);
        }
    }
}
