namespace Dispatch.Terminal.Unicode;

/// <summary>How many columns a code point takes when each is counted by itself: what programs expect that count with wcwidth().</summary>
/// <remarks>
/// By Unicode's data (the version is in CharacterTable.g.cs), the first rule that fits:
/// <list type="bullet">
/// <item>Hangul vowels and final consonants (1160–11FF, D7B0–D7FF): 0. They are drawn in the leading consonant's cells (xterm, glibc).</item>
/// <item>Soft hyphen (00AD): 1. Terminals draw it (Markus Kuhn's wcwidth, xterm, glibc).</item>
/// <item>Prepended_Concatenation_Mark=Yes (0600 and the like): 1. Format characters by name, but drawn (UAX #44, glibc).</item>
/// <item>General_Category Cc, Mn, Me, Cf, and so the joiners and variation selectors: 0 (Kuhn's wcwidth, xterm).</item>
/// <item>Regional indicators: 1. Emoji_Presentation says Yes, but East_Asian_Width is neutral: xterm, glibc and so the programs take 1, and a
/// flag, which is a pair, then takes the same 2 columns here and where clusters are counted.</item>
/// <item>Emoji_Presentation=Yes: 2 (UTS #51, emoji-data; UAX #11 says the same of nearly all).</item>
/// <item>East_Asian_Width W and F: 2, the unassigned parts of the CJK blocks and planes among them (UAX #11).</item>
/// <item>All else: 1; ambiguous ones (UAX #11 advises it outside East Asian legacy encodings), private use and unassigned ones too.</item>
/// </list>
/// </remarks>
internal static class CharacterWidth
{
    /// <summary>0, 1 or 2; 0 for the controls.</summary>
    /// <param name="codePoint">0 to 10FFFF.</param>
    public static int Of(int codePoint) => CharacterTable.Width(CharacterTable.Of(codePoint));
}
