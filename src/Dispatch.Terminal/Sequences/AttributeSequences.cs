namespace Dispatch.Terminal;

internal static class AttributeSequences
{
    public static IReadOnlyList<SequenceInfo> All { get; } =
    [
        new Sequence("CSI Pm m", "SGR", "Attributes and colours: see below", "ECMA-48 8.3.117; ITU T.416 13.1.8; xterm ctlseqs", t => Select(t.Parameters, t.Screen)),
        new Sequence("CSI Ps \" q", "DECSCA", "Protects what is written from selective erasing (1) or not (0, 2)", "VT510 DECSCA", Protect),
    ];

    /// <summary>What SGR knows; for the documentation.</summary>
    public static IReadOnlyList<(string Codes, string Does)> Codes { get; } =
    [
        ("0", "none"), ("1", "bold"), ("2", "faint"), ("3", "italic"), ("4, 4:1", "underline"), ("4:0, 24", "no underline"), ("4:2, 21", "double underline"),
        ("4:3", "curly underline"), ("4:4", "dotted underline"), ("4:5", "dashed underline"), ("5, 6", "blink"), ("7", "inverse"), ("8", "hidden"),
        ("9", "struck through"), ("22", "neither bold nor faint"), ("23", "not italic"), ("25", "no blink"), ("27", "not inverse"), ("28", "not hidden"),
        ("29", "not struck through"), ("30–37, 90–97", "text in a colour of the palette"), ("40–47, 100–107", "background in a colour of the palette"),
        ("38;5;n, 38:5:n", "text in palette colour n"), ("48;5;n, 48:5:n", "background in palette colour n"),
        ("38;2;r;g;b, 38:2::r:g:b, 38:2:r:g:b", "text in red, green and blue"), ("48;2;…, 48:2:…", "background in red, green and blue"),
        ("58;5;n, 58;2;…, and with colons", "the underline's colour"), ("39, 49, 59", "the default colour"), ("53, 55", "line above, none"),
    ];

    public static void Select(Parameters p, Screen screen)
    {
        var (flags, fore, back, line) = (screen.Pen.Flags, screen.Pen.Foreground, screen.Pen.Background, screen.Pen.Underline);
        for (var i = 0; i < p.Count; i++)
        {
            var code = p.Choice(i);
            switch (code)
            {
                case 0:
                    flags &= Style.ProtectedBit;
                    fore = back = line = default;
                    break;
                case >= 30 and <= 37:
                    fore = Color.Palette(code - 30);
                    break;
                case >= 40 and <= 47:
                    back = Color.Palette(code - 40);
                    break;
                case >= 90 and <= 97:
                    fore = Color.Palette(code - 90 + 8);
                    break;
                case >= 100 and <= 107:
                    back = Color.Palette(code - 100 + 8);
                    break;
                case 38:
                    i = Extended(p, i, ref fore);
                    break;
                case 48:
                    i = Extended(p, i, ref back);
                    break;
                case 58:
                    i = Extended(p, i, ref line);
                    break;
                case 39:
                    fore = default;
                    break;
                case 49:
                    back = default;
                    break;
                case 59:
                    line = default;
                    break;
                case 4:
                    flags = Underlined(flags, p.Joined(i + 1) ? p.Choice(i + 1) : 1);
                    break;
                default:
                    flags = Flag(flags, code);
                    break;
            }

            while (p.Joined(i + 1))
            {
                i++;
            }
        }

        screen.Pen = new Style { Flags = flags, Foreground = fore, Background = back, Underline = line, Link = screen.Pen.Link };
    }

    private static ushort Flag(ushort flags, int code) => (ushort)(code switch
    {
        1 => flags | Style.BoldBit,
        2 => flags | Style.FaintBit,
        3 => flags | Style.ItalicBit,
        5 or 6 => flags | Style.BlinkBit,
        7 => flags | Style.InverseBit,
        8 => flags | Style.HiddenBit,
        9 => flags | Style.StrikethroughBit,
        21 => Underlined(flags, 2),
        22 => flags & ~(Style.BoldBit | Style.FaintBit),
        23 => flags & ~Style.ItalicBit,
        24 => flags & ~Style.UnderlineMask,
        25 => flags & ~Style.BlinkBit,
        27 => flags & ~Style.InverseBit,
        28 => flags & ~Style.HiddenBit,
        29 => flags & ~Style.StrikethroughBit,
        53 => flags | Style.OverlineBit,
        55 => flags & ~Style.OverlineBit,
        _ => flags,
    });

    private static ushort Underlined(ushort flags, int style) =>
        (ushort)((flags & ~Style.UnderlineMask) | (Math.Min(style, (int)UnderlineStyle.Dashed) << 8));

    /// <summary>A colour after 38, 48 or 58, in the form with ':' (T.416) or the usual one with ';'. The answer is its last parameter.</summary>
    private static int Extended(Parameters p, int i, ref Color color)
    {
        if (p.Joined(i + 1))
        {
            var end = i + 1;
            while (p.Joined(end + 1))
            {
                end++;
            }

            // 2 :: r : g : b has the colour space before red; 2 : r : g : b is what many programs write.
            var red = end - i >= 5 ? i + 3 : i + 2;
            if (p[i + 1] == 5 && end >= i + 2)
            {
                color = Color.Palette(p.Choice(i + 2));
            }
            else if (p[i + 1] == 2 && end >= red + 2)
            {
                color = Color.Rgb(p.Choice(red), p.Choice(red + 1), p.Choice(red + 2));
            }

            return end;
        }

        switch (p[i + 1])
        {
            case 5:
                if (i + 2 < p.Count && p.Choice(i + 2) < 256)
                {
                    color = Color.Palette(p.Choice(i + 2));
                }

                return i + 2;
            case 2:
                if (i + 4 < p.Count)
                {
                    color = Color.Rgb(p.Choice(i + 2), p.Choice(i + 3), p.Choice(i + 4));
                }

                return i + 4;
            default:
                return i + 1;
        }
    }

    private static void Protect(Emulator t)
    {
        var flags = t.Screen.Pen.Flags;
        t.Screen.Pen = t.Screen.Pen with { Flags = (ushort)(t.Parameters.Choice() == 1 ? flags | Style.ProtectedBit : flags & ~Style.ProtectedBit) };
    }
}
