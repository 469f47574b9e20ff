namespace Dispatch.Terminal;

/// <summary>A colour as a program names it: the terminal's default, one of the 256 of its palette, or red, green and blue.</summary>
public readonly record struct Color
{
    private const uint PaletteKind = 1u << 24, RgbKind = 2u << 24;

    private Color(uint bits) => Bits = bits;

    /// <summary>Zero for the default; the kind in the highest byte, then the index or the three parts.</summary>
    internal uint Bits { get; }

    public bool IsDefault => Bits == 0;

    public bool IsPalette => Bits >> 24 == 1;

    public bool IsRgb => Bits >> 24 == 2;

    /// <summary>The place in the palette, 0 to 255.</summary>
    public int Index => (int)(Bits & 0xFF);

    public byte Red => (byte)(Bits >> 16);

    public byte Green => (byte)(Bits >> 8);

    public byte Blue => (byte)Bits;

    public static Color Palette(int index) => new(PaletteKind | (uint)(index & 0xFF));

    public static Color Rgb(int red, int green, int blue) => new(RgbKind | (uint)((red & 0xFF) << 16 | (green & 0xFF) << 8 | (blue & 0xFF)));

    internal static Color FromBits(uint bits) => new(bits);
}
