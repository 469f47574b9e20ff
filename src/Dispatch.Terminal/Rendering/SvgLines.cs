using System.Text;
using static Dispatch.Terminal.ScreenSvg;

namespace Dispatch.Terminal;

/// <summary>The lines under, through and over text in a picture.</summary>
internal static class SvgLines
{
    private const double Under = 15.5, Through = 9.5, Over = 1;

    public static void Write(in Segment segment, in Paint paint, (double X, double Y, double Width) place, VtWriter output)
    {
        var style = segment.Style;
        switch (style.UnderlineStyle)
        {
            case UnderlineStyle.Single:
                Straight(place, Under, paint.Underline, "", output);
                break;
            case UnderlineStyle.Double:
                Straight(place, Under - 1, paint.Underline, "", output);
                Straight(place, Under + 1, paint.Underline, "", output);
                break;
            case UnderlineStyle.Dotted:
                Straight(place, Under, paint.Underline, " stroke-dasharray=\"1.4 1.4\"", output);
                break;
            case UnderlineStyle.Dashed:
                Straight(place, Under, paint.Underline, " stroke-dasharray=\"4.2 2.1\"", output);
                break;
            case UnderlineStyle.Curly:
                Curly(place, segment.Columns, paint.Underline, output);
                break;
        }

        if (style.Strikethrough)
        {
            Straight(place, Through, paint.Text, "", output);
        }

        if (style.Overline)
        {
            Straight(place, Over, paint.Text, "", output);
        }
    }

    private static void Straight((double X, double Y, double Width) place, double at, Color color, string more, VtWriter output) =>
        output.Text($"<path d=\"M{N(place.X)} {N(place.Y + at)}h{N(place.Width)}\" stroke=\"{Paint.Hex(color)}\"{more}/>\n");

    private static void Curly((double X, double Y, double Width) place, int columns, Color color, VtWriter output)
    {
        var path = new StringBuilder($"M{N(place.X)} {N(place.Y + Under)}");
        var half = place.Width / columns / 2;
        for (var i = 0; i < columns; i++)
        {
            path.Append($"q{N(half / 2)} -2.4 {N(half)} 0t{N(half)} 0");
        }

        output.Text($"<path d=\"{path}\" stroke=\"{Paint.Hex(color)}\" fill=\"none\"/>\n");
    }
}
