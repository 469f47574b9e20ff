using System.Text;

namespace Dispatch.Terminal;

/// <summary>A style as the parameters of SGR that make it from none.</summary>
internal static class StyleText
{
    public static string Of(in Style style)
    {
        var text = new StringBuilder("0");
        Flag(text, style.Bold, 1);
        Flag(text, style.Faint, 2);
        Flag(text, style.Italic, 3);
        if (style.UnderlineStyle != UnderlineStyle.None)
        {
            text.Append(style.UnderlineStyle == UnderlineStyle.Single ? ";4" : $";4:{(int)style.UnderlineStyle}");
        }

        Flag(text, style.Blink, 5);
        Flag(text, style.Inverse, 7);
        Flag(text, style.Hidden, 8);
        Flag(text, style.Strikethrough, 9);
        Flag(text, style.Overline, 53);
        Ground(text, style.Foreground, 30);
        Ground(text, style.Background, 40);
        if (!style.Underline.IsDefault)
        {
            text.Append(style.Underline.IsPalette ? $";58:5:{style.Underline.Index}" : $";58:2::{style.Underline.Red}:{style.Underline.Green}:{style.Underline.Blue}");
        }

        return text.ToString();
    }

    private static void Flag(StringBuilder text, bool on, int code)
    {
        if (on)
        {
            text.Append(';').Append(code);
        }
    }

    private static void Ground(StringBuilder text, Color color, int first)
    {
        if (color.IsPalette)
        {
            text.Append(color.Index switch
            {
                < 8 => $";{first + color.Index}",
                < 16 => $";{first + 60 + color.Index - 8}",
                _ => $";{first + 8};5;{color.Index}",
            });
        }
        else if (color.IsRgb)
        {
            text.Append($";{first + 8};2;{color.Red};{color.Green};{color.Blue}");
        }
    }
}
