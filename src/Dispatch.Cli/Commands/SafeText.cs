using System.Globalization;
using System.Text;

namespace Dispatch.Cli.Commands;

/// <summary>Text that others wrote (a session's name, a server's message), so that a terminal shows it and nothing else happens.</summary>
internal static class SafeText
{
    /// <summary>One line: controls and what reorders text become visible replacement characters.</summary>
    public static string Line(string text)
    {
        if (!text.EnumerateRunes().Any(IsHarmful))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            safe.Append(IsHarmful(rune) ? Rune.ReplacementChar : rune);
        }

        return safe.ToString();
    }

    /// <summary>Several lines, each of them safe; a tab is as harmless there, and part of what a file is.</summary>
    public static string Lines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => string.Join('\t', line.Split('\t').Select(Line))));

    private static bool IsHarmful(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C;
}
