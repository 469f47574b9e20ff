using System.Text.Json;

namespace Dispatch.Terminal;

/// <summary>A style as members of an object: only what differs from the default.</summary>
internal static class JsonStyle
{
    public static void Write(Utf8JsonWriter json, in Style style, Emulator terminal)
    {
        WriteColor(json, "fg", style.Foreground);
        WriteColor(json, "bg", style.Background);
        Flag(json, "bold", style.Bold);
        Flag(json, "faint", style.Faint);
        Flag(json, "italic", style.Italic);
        if (style.UnderlineStyle != UnderlineStyle.None)
        {
            json.WriteString("underline", ScreenJson.Name(style.UnderlineStyle));
        }

        WriteColor(json, "underlineColor", style.Underline);
        Flag(json, "blink", style.Blink);
        Flag(json, "inverse", style.Inverse);
        Flag(json, "hidden", style.Hidden);
        Flag(json, "strikethrough", style.Strikethrough);
        Flag(json, "overline", style.Overline);
        Flag(json, "protected", style.Protected);
        if (terminal.LinkOf(style) is { } link)
        {
            json.WriteString("link", link.Uri);
        }
    }

    private static void Flag(Utf8JsonWriter json, string name, bool on)
    {
        if (on)
        {
            json.WriteBoolean(name, true);
        }
    }

    // A place in the palette, or red, green and blue.
    private static void WriteColor(Utf8JsonWriter json, string name, Color color)
    {
        if (color.IsPalette)
        {
            json.WriteNumber(name, color.Index);
        }
        else if (color.IsRgb)
        {
            json.WriteString(name, Paint.Hex(color));
        }
    }
}
