using System.Buffers;
using System.Text;

namespace Dispatch.Cli.Attach;

/// <summary>Characters of a cell, before a terminal gets them.</summary>
internal static class SafeCharacters
{
    /// <summary>Takes out what isn't seen but acts: controls, and what reorders text.</summary>
    /// <returns>How many bytes stay, at the beginning.</returns>
    public static int Keep(Span<byte> utf8)
    {
        if (utf8 is [>= 0x20 and < 0x7F])
        {
            return 1;
        }

        var kept = 0;
        for (var at = 0; at < utf8.Length;)
        {
            Rune.DecodeFromUtf8(utf8[at..], out var rune, out var size);
            if (!Acts(rune.Value))
            {
                utf8.Slice(at, size).CopyTo(utf8[kept..]);
                kept += size;
            }

            at += size;
        }

        return kept;
    }

    /// <summary>Whether every terminal gives it as many columns as ours: ASCII, the alphabets of Europe, boxes, the scripts of East Asia.</summary>
    public static bool HaveAgreedWidth(ReadOnlySpan<byte> utf8) =>
        Rune.DecodeFromUtf8(utf8, out var rune, out var size) == OperationStatus.Done
        && size == utf8.Length
        && rune.Value is (>= 0x20 and < 0x7F) or (>= 0xA1 and < 0x300 and not 0xAD) or (>= 0x370 and < 0x483) or (>= 0x48A and < 0x530)
            or (>= 0x2500 and < 0x25A0) or (>= 0x3041 and < 0x3097) or (>= 0x30A1 and < 0x3100) or (>= 0x4E00 and < 0xA000)
            or (>= 0xAC00 and < 0xD7A4) or (>= 0xFF01 and < 0xFF61);

    private static bool Acts(int character) => character
        is < 0x20 or (>= 0x7F and < 0xA0) or 0x61C or 0x200E or 0x200F or (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x206F) or 0xFEFF
            or (>= 0xFFF9 and <= 0xFFFB) or (>= 0xE0000 and <= 0xE001F);
}
