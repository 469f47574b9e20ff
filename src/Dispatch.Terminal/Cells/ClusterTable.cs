using System.Text;

namespace Dispatch.Terminal;

/// <summary>Characters of more than one code point, each once, so that a cell holds a small number. Bounded like <see cref="StyleTable"/>.</summary>
internal sealed class ClusterTable
{
    /// <summary>Code units that one cell takes; what a program adds beyond is dropped.</summary>
    public const int MaximumLength = 32;

    private const int FewClusters = 1024;

    // A cell has room for 21 bits of it. Full at most for the instant until the next compaction, and then the last one stands in.
    private const int Most = 1 << 21;
    private const int Recent = 64;
    private readonly List<string> _texts = [];
    private readonly List<byte[]> _utf8 = [];
    private readonly (ulong Key, int Id)[] _recent = new (ulong, int)[Recent];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private int _most = FewClusters;

    public ClusterTable() => _bySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Count => _texts.Count;

    public bool IsFull => _texts.Count > _most;

    public string this[int id] => _texts[id];

    /// <summary>The same in UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8(int id) => _utf8[id];

    /// <summary>The cluster of what is in a cell and a code point more.</summary>
    /// <param name="glyph">The cell's, with its <see cref="Cell.ClusterBit"/>.</param>
    /// <returns>Its number; -1 when that is too long.</returns>
    public int Join(ulong glyph, int codePoint)
    {
        // A language has few of them, which come again and again. A key is never 0: no glyph is.
        var key = glyph << 32 | (uint)codePoint;
        ref var recent = ref _recent[(key * 0x9E3779B97F4A7C15) >> 58];
        if (recent.Key == key)
        {
            return recent.Id;
        }

        Span<char> text = stackalloc char[MaximumLength + 2];
        var length = 0;
        if ((glyph & Cell.ClusterBit) != 0)
        {
            var before = _texts[(int)(glyph & Cell.GlyphMask)];
            before.CopyTo(text);
            length = before.Length;
        }
        else
        {
            length = new Rune((int)glyph).EncodeToUtf16(text);
        }

        length += new Rune(codePoint).EncodeToUtf16(text[length..]);
        if (length > MaximumLength)
        {
            return -1;
        }

        recent = (key, Intern(text[..length]));
        return recent.Id;
    }

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
            _utf8.Add(Encoding.UTF8.GetBytes(made));
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
        _utf8.Clear();
        Array.Clear(_recent);
        _ids.Clear();
        for (var id = 0; id < before.Length; id++)
        {
            moved[id] = used[id] ? Intern(before[id]) : 0;
        }

        _most = Math.Max(FewClusters, _texts.Count * 2);
        return moved;
    }
}
