using System.Globalization;
using System.Text;

namespace Dispatch.Logging;

/// <summary>A log line for people: <c>2026-11-22 23:05:01.123Z warning  runner Sessions: message (trace …)</c>, an exception below it.</summary>
internal static class LogText
{
    /// <summary>Without the last line break. What others wrote into it changes nothing in the terminal that shows it.</summary>
    public static void Write(StringBuilder output, DateTimeOffset time, string level, string part, string area, string message, string? traceId, string? error)
    {
        output.Append(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}Z {level,-11} {part} {area}: ");
        WriteSafe(output, message);
        if (traceId is not null)
        {
            output.Append(" (trace ").Append(traceId).Append(')');
        }

        foreach (var line in (error ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            output.Append("\n    ");
            WriteSafe(output, line.TrimEnd('\r'));
        }
    }

    private static void WriteSafe(StringBuilder output, string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            output.Append(Rune.GetUnicodeCategory(rune) switch
            {
                UnicodeCategory.Control when rune.Value == '\t' => new Rune(' '),
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => Rune.ReplacementChar,
                _ => rune,
            });
        }
    }
}
