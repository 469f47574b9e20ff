namespace Dispatch.Terminal;

/// <summary>
/// The styles in use, each once, so that a cell holds a small number. Grows with new styles; when it has grown much, those that no cell
/// uses any more are dropped (<see cref="IsFull"/>, then <see cref="Compact"/>).
/// </summary>
internal sealed class StyleTable
{
    private const int FewStyles = 1024;
    private Style[] _styles = new Style[4];
    private int[] _slots = new int[8];
    private int _most = FewStyles;
    private Style _last;
    private int _lastId;

    /// <summary>Number 0 is the default style.</summary>
    public int Count { get; private set; } = 1;

    public bool IsFull => Count > _most;

    public ref readonly Style this[int id] => ref _styles[id];

    public int Intern(in Style style)
    {
        if (style == _last)
        {
            return _lastId;
        }

        _last = style;
        return _lastId = style == default ? 0 : Find(style);
    }

    /// <summary>Keeps the styles that are marked, under new numbers. In place: with random colours this is done all the time.</summary>
    /// <param name="numbers">By present number, not 0 for those in use; the new number afterwards.</param>
    public void Compact(Span<int> numbers)
    {
        var count = Count;
        Array.Clear(_slots);
        (Count, _last, _lastId) = (1, default, 0);
        numbers[0] = 0;
        for (var id = 1; id < count; id++)
        {
            // Never beyond where it stood: what is still to come isn't written over.
            numbers[id] = numbers[id] != 0 ? Find(_styles[id]) : 0;
        }

        _most = Math.Max(FewStyles, Count * 2);
    }

    private static uint Hash(in Style style)
    {
        var hash = ((ulong)style.Foreground.Bits << 32 | style.Background.Bits) * 0x9E3779B97F4A7C15;
        hash ^= ((ulong)style.Underline.Bits << 32 | (uint)style.Link << 16 | style.Flags) * 0xC2B2AE3D27D4EB4F;
        return (uint)(hash >> 32) ^ (uint)hash;
    }

    private int Find(in Style style)
    {
        var mask = _slots.Length - 1;
        for (var slot = (int)Hash(style) & mask; ; slot = (slot + 1) & mask)
        {
            var id = _slots[slot];
            if (id == 0)
            {
                return Add(style, slot);
            }

            if (_styles[id] == style)
            {
                return id;
            }
        }
    }

    private int Add(in Style style, int slot)
    {
        if (Count == _styles.Length)
        {
            Array.Resize(ref _styles, Count * 2);
        }

        _styles[Count] = style;
        _slots[slot] = Count;
        if (++Count * 2 > _slots.Length)
        {
            Rehash();
        }

        return Count - 1;
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        var mask = _slots.Length - 1;
        for (var id = 1; id < Count; id++)
        {
            var slot = (int)Hash(_styles[id]) & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = id;
        }
    }
}
