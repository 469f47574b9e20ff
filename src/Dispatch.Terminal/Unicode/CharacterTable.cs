namespace Dispatch.Terminal.Unicode;

/// <summary>A byte for each code point, generated from the Unicode Character Database.</summary>
internal static partial class CharacterTable
{
    /// <summary>Bits 0 and 1: width. Bits 2 to 6: <see cref="GraphemeClass"/>. Bit 7: a narrow emoji that U+FE0F makes wide.</summary>
    /// <param name="codePoint">0 to 10FFFF.</param>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    public static byte Of(int codePoint) => Blocks[(Index[codePoint >> 7] << 7) | (codePoint & 0x7f)];

    public static int Width(byte properties) => properties & 3;

    public static GraphemeClass Class(byte properties) => (GraphemeClass)((properties >> 2) & 31);

    public static bool Widens(byte properties) => (properties & 0x80) != 0;
}
