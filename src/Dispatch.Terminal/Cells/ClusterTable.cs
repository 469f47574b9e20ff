namespace Dispatch.Terminal;

/// <summary>Characters of more than one code point, each once, so that a cell holds a small number. Bounded like <see cref="StyleTable"/>.</summary>
internal sealed class ClusterTable
{
    /// <summary>Code units that one cell takes; what a program adds beyond is dropped.</summary>
    public const int MaximumLength = 32;

    private const int FewClusters = 1024;

    // A cell has room for 21 bits of it. Full at most for the instant until the next compaction, and then the last one stands in.
    private const int Most = 1 << 21;
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private int _most = FewClusters;

    public ClusterTable() => _bySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Count => _texts.Count;

    public bool IsFull => _texts.Count > _most;

    public string this[int id] => _texts[id];

    public int Intern(ReadOnlySpan<char> text)
    {
        if (!_bySpan.TryGetValue(text, out var id))
        {
            if (_texts.Count == Most)
            {
                return Most - 1;
            }

            id = _texts.Count;
            var made = text.ToString();
            _texts.Add(made);
            _ids.Add(made, id);
        }

        return id;
    }

    /// <summary>Keeps the clusters that are marked, under new numbers.</summary>
    /// <returns>The new number by the present one.</returns>
    public int[] Compact(ReadOnlySpan<bool> used)
    {
        var before = _texts.ToArray();
        var moved = new int[before.Length];
        _texts.Clear();
        _ids.Clear();
        for (var id = 0; id < before.Length; id++)
        {
            moved[id] = used[id] ? Intern(before[id]) : 0;
        }

        _most = Math.Max(FewClusters, _texts.Count * 2);
        return moved;
    }
}
