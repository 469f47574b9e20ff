using Dispatch.Terminal;

namespace Dispatch.Cli.Attach;

/// <summary>The colour of a smaller palette that is nearest to one of a larger.</summary>
internal static class NearestColor
{
    private const int CubeBase = 16, GreyBase = 232, Greys = 24;

    /// <summary>xterm's own sixteen; what a person's terminal makes of them is theirs.</summary>
    private static readonly uint[] Sixteen =
    [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ];

    public static Color Of(Color color, ColorDepth depth) => depth switch
    {
        _ when color.IsDefault => color,
        ColorDepth.None => default,
        ColorDepth.Palette when color.IsRgb => Color.Palette(InPalette(color)),
        ColorDepth.Sixteen when color.IsRgb || color.Index >= CubeBase => Color.Palette(InSixteen(color.IsRgb ? color : OfPalette(color.Index))),
        _ => color,
    };

    private static int InPalette(Color color)
    {
        var (red, green, blue) = (Step(color.Red), Step(color.Green), Step(color.Blue));
        var cube = CubeBase + (red * 36) + (green * 6) + blue;
        var grey = GreyBase + Math.Clamp((((color.Red + color.Green + color.Blue) / 3) - 3) / 10, 0, Greys - 1);
        return Distance(OfPalette(grey), color) < Distance(OfPalette(cube), color) ? grey : cube;
    }

    private static int InSixteen(Color color)
    {
        var best = 0;
        for (var i = 1; i < Sixteen.Length; i++)
        {
            best = Distance(OfBits(Sixteen[i]), color) < Distance(OfBits(Sixteen[best]), color) ? i : best;
        }

        return best;
    }

    private static Color OfPalette(int index)
    {
        if (index >= GreyBase)
        {
            var level = 8 + ((index - GreyBase) * 10);
            return Color.Rgb(level, level, level);
        }

        var place = index - CubeBase;
        return Color.Rgb(Level(place / 36), Level(place / 6 % 6), Level(place % 6));
    }

    private static Color OfBits(uint bits) => Color.Rgb((int)(bits >> 16), (int)(bits >> 8 & 0xFF), (int)(bits & 0xFF));

    private static int Step(int part) => part < 48 ? 0 : part < 115 ? 1 : (part - 35) / 40;

    private static int Level(int step) => step == 0 ? 0 : 55 + (step * 40);

    private static int Distance(Color left, Color right)
    {
        var (red, green, blue) = (left.Red - right.Red, left.Green - right.Green, left.Blue - right.Blue);
        return (red * red) + (green * green) + (blue * blue);
    }
}
