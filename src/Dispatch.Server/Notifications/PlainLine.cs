using System.Globalization;
using System.Text;

namespace Dispatch.Server.Notifications;

/// <summary>Text from a program, fit to be kept and shown anywhere: one line, nothing that can't be seen or that changes the order of what is seen.</summary>
internal static class PlainLine
{
    /// <param name="text">Untrusted.</param>
    /// <param name="most">UTF-16 units; longer ones end with an ellipsis.</param>
    /// <returns>Null when nothing is left.</returns>
    public static string? Of(string? text, int most)
    {
        var line = new StringBuilder();
        var gap = false;
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (IsGap(rune))
            {
                gap = line.Length > 0;
                continue;
            }

            if (line.Length + (gap ? 1 : 0) + rune.Utf16SequenceLength > most)
            {
                while (line.Length >= most)
                {
                    line.Length -= char.IsLowSurrogate(line[^1]) ? 2 : 1;
                }

                line.Append('…');
                break;
            }

            line.Append(gap ? " " : "").Append(rune.ToString());
            gap = false;
        }

        return line.Length > 0 ? line.ToString() : null;
    }

    // Controls, line ends, and format characters: those that hide or turn round what is beside them.
    private static bool IsGap(Rune rune) => Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
