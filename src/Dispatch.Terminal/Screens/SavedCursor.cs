namespace Dispatch.Terminal;

/// <summary>What DECSC keeps and DECRC brings back (DEC STD 070, VT510 DECSC); each of the two screens has its own.</summary>
internal readonly record struct SavedCursor(int X, int Y, Style Pen, Charsets Charsets, bool Origin)
{
    public static SavedCursor Home { get; } = new(0, 0, default, Charsets.Initial, false);
}

/// <summary>The designated sets G0 to G3 and which of them is in use (ISO 2022).</summary>
internal readonly record struct Charsets(char G0, char G1, char G2, char G3, int Left)
{
    public const char Ascii = 'B', Graphics = '0', British = 'A';

    public static Charsets Initial { get; } = new(Ascii, Ascii, Ascii, Ascii, 0);

    public char Active => Of(Left);

    public char Of(int g) => g switch { 0 => G0, 1 => G1, 2 => G2, _ => G3 };

    public Charsets Designate(int g, char set) => g switch
    {
        0 => this with { G0 = set },
        1 => this with { G1 = set },
        2 => this with { G2 = set },
        _ => this with { G3 = set },
    };

    /// <summary>The code point that a byte stands for in a set.</summary>
    public static int Translate(char set, int code) => set switch
    {
        Graphics when code is >= 0x5F and <= 0x7E => LineDrawing[code - 0x5F],
        British when code == '#' => '£',
        _ => code,
    };

    /// <summary>DEC special graphics from 0x5F on (VT100 User Guide, table 3-9).</summary>
    private const string LineDrawing = "\u00A0◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";
}
