using System.Text;

namespace Dispatch.Terminal;

/// <summary>Untrusted text within HTML and SVG, in an element or between quotes.</summary>
internal static class Markup
{
    /// <summary>
    /// Escapes what has a meaning. Left out is what XML 1.0 (2.2) forbids, controls, and what would turn the direction of the text around
    /// it (UAX #9: embeddings, overrides, isolates, marks).
    /// </summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&':
                    escaped.Append("&amp;");
                    break;
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '>':
                    escaped.Append("&gt;");
                    break;
                case '"':
                    escaped.Append("&quot;");
                    break;
                case '\'':
                    escaped.Append("&#39;");
                    break;
                case < 0x20 or >= 0x7F and < 0xA0 or 0x61C or 0x200E or 0x200F or >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 or 0xFFFE or 0xFFFF:
                    break;
                default:
                    escaped.Append(rune.ToString());
                    break;
            }
        }

        return escaped.ToString();
    }

    /// <summary>A link that may be followed from a page: to the web, or a mail.</summary>
    public static bool IsSafe(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" or "mailto";
}
