namespace Dispatch.Terminal.Unicode;

/// <summary>
/// The cluster that is being printed while mode 2027 is on, code point by code point. Its width is that of its widest part; U+FE0F makes
/// a narrow emoji wide, U+FE0E changes nothing, and a flag takes two columns. Any control character or sequence ends it: the default
/// knows nothing of what was before.
/// </summary>
internal struct GraphemeCluster
{
    private GraphemeState _state;
    private byte _last;

    /// <summary>Columns of the cluster with all that it took so far; 0 while only marks came, which stand in a cell of before.</summary>
    public int Width { get; private set; }

    /// <summary>Whatever is printed next joins, even plain ASCII: a sign that is written before a number came last.</summary>
    public readonly bool TakesAny => Width > 0 && CharacterTable.Class(_last) == GraphemeClass.Prepend;

    /// <summary>
    /// Takes the next code point. True: it goes into the cell before the cursor, which is <see cref="Width"/> columns wide from now on
    /// (0: as wide as it was). False: it takes a new cell of <see cref="Width"/> columns.
    /// </summary>
    /// <remarks>What has no width takes no cell, even where a cluster begins: a mark after a cursor movement, a zero width space.</remarks>
    public bool Joins(int codePoint)
    {
        var properties = CharacterTable.Of(codePoint);
        var width = CharacterTable.Width(properties);
        // After marks alone there is no cell that something of width could join.
        var begins = GraphemeRules.BoundaryBefore(ref _state, CharacterTable.Class(properties)) || Width == 0;

        if (begins) Width = width == 0 ? Width : width;
        else Width = Doubles(codePoint, CharacterTable.Class(properties)) ? 2 : Math.Max(Width, width);

        _last = properties;
        return !begins || width == 0;
    }

    private readonly bool Doubles(int codePoint, GraphemeClass next) =>
        (codePoint == 0xfe0f && CharacterTable.Widens(_last))
        || (next == GraphemeClass.RegionalIndicator && CharacterTable.Class(_last) == next);
}
