namespace Dispatch.Terminal.Unicode;

/// <summary>
/// The cluster that is being printed while mode 2027 is on, code point by code point. Its width is that of its widest part; U+FE0F makes
/// a narrow emoji wide, U+FE0E changes nothing, and a flag takes two columns.
/// </summary>
internal struct GraphemeBreak
{
    private GraphemeState _state;
    private byte _last;

    /// <summary>Columns of the cluster with all that it took so far; 0 while only marks came, which stand in a cell of before.</summary>
    public int Width { get; private set; }

    /// <summary>Forgets what was before, as any control character or sequence demands, and takes the first code point.</summary>
    public void Start(int codePoint)
    {
        this = default;
        Next(codePoint);
    }

    /// <summary>Takes the next code point. True: it begins a cluster. False: it goes into the one before, whose width may have grown.</summary>
    /// <remarks>
    /// A cluster may begin with what has no width (a zero width space, a Hangul vowel by itself): that takes no cell, it stands in the one
    /// before, and <see cref="Width"/> is as it was.
    /// </remarks>
    public bool Next(int codePoint)
    {
        var properties = CharacterTable.Of(codePoint);
        var width = CharacterTable.Width(properties);
        // After marks alone there is no cell that something of width could join.
        var begins = GraphemeRules.BoundaryBefore(ref _state, CharacterTable.Class(properties)) || Width == 0;

        if (begins) Width = width == 0 ? Width : width;
        else Width = Doubles(codePoint, CharacterTable.Class(properties)) ? 2 : Math.Max(Width, width);

        _last = properties;
        return begins;
    }

    private readonly bool Doubles(int codePoint, GraphemeClass next) =>
        (codePoint == 0xfe0f && CharacterTable.Widens(_last))
        || (next == GraphemeClass.RegionalIndicator && CharacterTable.Class(_last) == next);
}
