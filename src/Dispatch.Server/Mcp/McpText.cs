using System.Globalization;
using System.Text;

namespace Dispatch.Server.Mcp;

/// <summary>
/// What programs and people wrote, for a model and for whoever reads its transcript: nothing in it moves a cursor, reorders the text or can't
/// be seen.
/// </summary>
internal static class McpText
{
    /// <summary>Lines and tabs stay.</summary>
    public static string Clean(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (!text.EnumerateRunes().Any(IsHarmful))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(IsHarmful(rune) ? Rune.ReplacementChar : rune);
        }

        return clean.ToString();
    }

    /// <summary>One line, and not a long one.</summary>
    public static string Line(string text, int most = 300)
    {
        var line = Clean(text).Replace('\n', ' ').Replace('\t', ' ');
        return line.Length > most ? string.Concat(line.AsSpan(0, most), "…") : line;
    }

    // Characters that nobody sees can carry orders to a model: tags (U+E0000) above all.
    private static bool IsHarmful(Rune rune) => rune.Value is not ('\n' or '\t')
        && (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200B or 0x200E or 0x200F or 0x2060 or 0xFEFF or 0x061C or (>= 0xE0000 and <= 0xE007F));
}
