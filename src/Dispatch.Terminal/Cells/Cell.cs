namespace Dispatch.Terminal;

/// <summary>
/// One place on the screen in 8 bytes: what is in it, how wide that is, and the number of its style. What the numbers mean only
/// their emulator knows.
/// </summary>
public readonly struct Cell : IEquatable<Cell>
{
    /// <summary>The most bytes of UTF-8 that one cell's text takes.</summary>
    public const int MaximumBytes = ClusterTable.MaximumLength * 3;

    internal const ulong GlyphMask = (1UL << 21) - 1, WideBit = 1UL << 22, TrailBit = 1UL << 23, ClusterBit = 1UL << 24;
    internal const int StyleShift = 32;

    internal Cell(ulong bits) => Bits = bits;

    /// <summary>
    /// Bits 0 to 20: the code point, or with <see cref="ClusterBit"/> the number of a cluster; 0 for an empty cell. Bits 32 up: the style.
    /// </summary>
    internal ulong Bits { get; }

    /// <summary>2 for the left half of a wide character, 0 for its right half, else 1.</summary>
    public int Width => (Bits & WideBit) != 0 ? 2 : (Bits & TrailBit) != 0 ? 0 : 1;

    /// <summary>Nothing was written here, or it was erased; it may have a background.</summary>
    public bool IsEmpty => (Bits & (GlyphMask | TrailBit | ClusterBit)) == 0;

    internal int StyleId => (int)(Bits >> StyleShift);

    internal int Glyph => (int)(Bits & GlyphMask);

    internal bool IsCluster => (Bits & ClusterBit) != 0;

    public static bool operator ==(Cell left, Cell right) => left.Bits == right.Bits;

    public static bool operator !=(Cell left, Cell right) => left.Bits != right.Bits;

    public bool Equals(Cell other) => Bits == other.Bits;

    public override bool Equals(object? obj) => obj is Cell other && Equals(other);

    public override int GetHashCode() => Bits.GetHashCode();
}
