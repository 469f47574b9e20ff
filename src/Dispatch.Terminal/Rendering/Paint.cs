namespace Dispatch.Terminal;

/// <summary>The colours in which a style is drawn, with everything resolved: the palette, the defaults, inverse, faint, hidden.</summary>
internal readonly record struct Paint(Color Text, Color Background, Color Underline)
{
    public static Paint Of(in Style style, Emulator terminal)
    {
        var colors = terminal.Colors;
        var (text, back) = (Resolve(style.Foreground, colors, colors.Foreground), Resolve(style.Background, colors, colors.Background));
        if (style.Inverse != terminal.Modes.ReverseVideo)
        {
            (text, back) = (back, text);
        }

        if (style.Faint)
        {
            text = Color.Rgb(Between(text.Red, back.Red), Between(text.Green, back.Green), Between(text.Blue, back.Blue));
        }

        if (style.Hidden)
        {
            text = back;
        }

        return new Paint(text, back, style.Hidden ? back : Resolve(style.Underline, colors, text));
    }

    /// <summary>What lies behind everything.</summary>
    public static Color Behind(Emulator terminal) => Of(default, terminal).Background;

    public static string Hex(Color color) => $"#{color.Red:x2}{color.Green:x2}{color.Blue:x2}";

    private static Color Resolve(Color color, TerminalColors colors, Color otherwise) =>
        color.IsPalette ? colors[color.Index] : color.IsRgb ? color : otherwise;

    private static int Between(int text, int back) => ((text * 3) + (back * 2)) / 5;
}
