using System.Globalization;
using System.Text;

namespace Dispatch.Terminal;

/// <summary>Colours that programs ask for and change.</summary>
internal static class ColorSequences
{
    private const string Xterm = "xterm ctlseqs";

    public static IReadOnlyList<SequenceInfo> All { get; } =
    [
        new StringSequence("OSC 4 ; Ps ; Pt ST", "Palette", "Sets places of the palette, or tells them (?)", Xterm, Palette),
        new StringSequence("OSC 10 ; Pt ST", "Foreground", "Sets the text's colour, or tells it (?); more that follow are 11 and 12", Xterm, (t, text) => Dynamic(t, 10, text)),
        new StringSequence("OSC 11 ; Pt ST", "Background", "Sets the background, or tells it (?)", Xterm, (t, text) => Dynamic(t, 11, text)),
        new StringSequence("OSC 12 ; Pt ST", "Cursor", "Sets the cursor's colour, or tells it (?)", Xterm, (t, text) => Dynamic(t, 12, text)),
        new StringSequence("OSC 104 ; Ps ST", "Palette", "The usual colours again, some or all", Xterm, ResetPalette),
        new StringSequence("OSC 110 ST", "Foreground", "The usual colour again", Xterm, (t, _) => t.Colors.ForegroundSet = null),
        new StringSequence("OSC 111 ST", "Background", "The usual colour again", Xterm, (t, _) => t.Colors.BackgroundSet = null),
        new StringSequence("OSC 112 ST", "Cursor", "The usual colour again", Xterm, (t, _) => t.Colors.CursorSet = null),
    ];

    /// <summary>XParseColor's forms that programs use: rgb:r/g/b of 1 to 4 digits each, and #rgb to #rrrrggggbbbb.</summary>
    internal static Color? Parse(string text)
    {
        if (text.StartsWith("rgb:", StringComparison.OrdinalIgnoreCase))
        {
            var parts = text[4..].Split('/');
            return parts.Length == 3 && Scaled(parts[0]) is { } red && Scaled(parts[1]) is { } green && Scaled(parts[2]) is { } blue
                ? Color.Rgb(red, green, blue)
                : null;
        }

        if (text is not ['#', .. var digits] || digits.Length is not (3 or 6 or 9 or 12))
        {
            return null;
        }

        var width = digits.Length / 3;
        return Highest(digits[..width]) is { } r && Highest(digits[width..(2 * width)]) is { } g && Highest(digits[(2 * width)..]) is { } b
            ? Color.Rgb(r, g, b)
            : null;
    }

    private static int? Scaled(string digits) => digits.Length is >= 1 and <= 4 && Hex(digits) is { } value
        ? (int)Math.Round(value * 255.0 / ((1 << (4 * digits.Length)) - 1))
        : null;

    // In this form the digits are the highest bits: #f00 is f000/0000/0000.
    private static int? Highest(string digits) => Hex(digits) is { } value ? digits.Length == 1 ? value << 4 : value >> (4 * (digits.Length - 2)) : null;

    private static int? Hex(string digits) => int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string Write(Color color) => $"rgb:{color.Red:x2}{color.Red:x2}/{color.Green:x2}{color.Green:x2}/{color.Blue:x2}{color.Blue:x2}";

    private static void Answer(Emulator t, string what, Color color) =>
        t.Reply($"\e]{what};{Write(color)}{(t.StringEndedByBell ? "\a" : "\e\\")}");

    private static void Palette(Emulator t, ReadOnlySpan<byte> text)
    {
        var parts = Encoding.UTF8.GetString(text).Split(';');
        for (var i = 0; i + 1 < parts.Length; i += 2)
        {
            if (!int.TryParse(parts[i], out var index) || index is < 0 or > 255)
            {
                continue;
            }

            if (parts[i + 1] == "?")
            {
                Answer(t, $"4;{index}", t.Colors[index]);
            }
            else if (Parse(parts[i + 1]) is { } color)
            {
                t.Colors.Set(index, color);
            }
        }
    }

    private static void Dynamic(Emulator t, int number, ReadOnlySpan<byte> text)
    {
        foreach (var part in Encoding.UTF8.GetString(text).Split(';'))
        {
            if (part == "?")
            {
                Answer(t, $"{number}", number switch { 10 => t.Colors.Foreground, 11 => t.Colors.Background, _ => t.Colors.Cursor });
            }
            else if (Parse(part) is { } color)
            {
                Set(t.Colors, number, color);
            }

            if (++number > 12)
            {
                return;
            }
        }
    }

    private static void Set(TerminalColors colors, int number, Color color)
    {
        switch (number)
        {
            case 10:
                colors.ForegroundSet = color;
                break;
            case 11:
                colors.BackgroundSet = color;
                break;
            default:
                colors.CursorSet = color;
                break;
        }
    }

    private static void ResetPalette(Emulator t, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            t.Colors.ResetPalette();
            return;
        }

        foreach (var part in Encoding.UTF8.GetString(text).Split(';'))
        {
            if (int.TryParse(part, out var index))
            {
                t.Colors.Reset(index);
            }
        }
    }
}
