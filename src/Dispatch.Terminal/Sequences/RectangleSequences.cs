namespace Dispatch.Terminal;

internal static class RectangleSequences
{
    private const string Vt420 = "VT420 Programmer Reference 5";

    public static IReadOnlyList<SequenceInfo> All { get; } =
    [
        new Sequence("CSI Pc ; Pt ; Pl ; Pb ; Pr $ x", "DECFRA", "Fills a rectangle with a character", Vt420, t => t.Screen.Fill(Area(t, 1), t.Parameters.Choice())),
        new Sequence("CSI Pt ; Pl ; Pb ; Pr $ z", "DECERA", "Erases a rectangle", Vt420, t => t.Screen.Erase(Area(t, 0))),
        new Sequence("CSI Pt ; Pl ; Pb ; Pr $ {", "DECSERA", "Erases a rectangle, without what is protected", Vt420, t => t.Screen.EraseSelectively(Area(t, 0))),
        new Sequence("CSI Pt ; Pl ; Pb ; Pr ; Pp ; Pt ; Pl ; Pp $ v", "DECCRA", "Copies a rectangle to another place", Vt420, Copy),
        new Sequence("CSI Pt ; Pl ; Pb ; Pr ; Pm $ r", "DECCARA", "Changes attributes in a rectangle", Vt420, t => Restyle(t, reverse: false)),
        new Sequence("CSI Pt ; Pl ; Pb ; Pr ; Pm $ t", "DECRARA", "Reverses attributes in a rectangle", Vt420, t => Restyle(t, reverse: true)),
        new Sequence("CSI Ps * x", "DECSACE", "Whether those two change the rectangle (2) or the text between its corners (0, 1)", Vt420, t => t.AttributesInRectangle = t.Parameters.Choice() == 2),
    ];

    /// <summary>Four parameters as a rectangle, within the margins under origin mode.</summary>
    public static Area Area(Emulator t, int first)
    {
        var (screen, p) = (t.Screen, t.Parameters);
        var (bottom, right) = screen.Origin ? (screen.Bottom, screen.Right) : (t.Rows - 1, t.Cols - 1);
        return new Area(
            screen.OriginY + p.Amount(first) - 1,
            screen.OriginX + p.Amount(first + 1) - 1,
            Math.Min(screen.OriginY + p.Or(first + 2, t.Rows) - 1, bottom),
            Math.Min(screen.OriginX + p.Or(first + 3, t.Cols) - 1, right));
    }

    private static void Copy(Emulator t) =>
        t.Screen.Copy(Area(t, 0), t.Screen.OriginY + t.Parameters.Amount(5) - 1, t.Screen.OriginX + t.Parameters.Amount(6) - 1);

    private static void Restyle(Emulator t, bool reverse)
    {
        var codes = new int[Math.Max(0, t.Parameters.Count - 4)];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = t.Parameters.Choice(i + 4);
        }

        t.Screen.Restyle(Area(t, 0), t.AttributesInRectangle, style => Change(style, codes, reverse));
    }

    // The VT420 changes bold, underline, blink and inverse alone.
    private static Style Change(Style style, int[] codes, bool reverse)
    {
        foreach (var code in codes.Length == 0 ? [0] : codes)
        {
            style = (code, reverse) switch
            {
                (0, false) => style with { Flags = (ushort)(style.Flags & ~(Style.BoldBit | Style.BlinkBit | Style.InverseBit | Style.UnderlineMask)) },
                (0, true) => Toggle(Toggle(Toggle(Toggle(style, 1), 4), 5), 7),
                (1 or 4 or 5 or 7, true) => Toggle(style, code),
                (1 or 4 or 5 or 7, false) => Set(style, code, true),
                (22 or 24 or 25 or 27, false) => Set(style, code - (code == 22 ? 21 : 20), false),
                _ => style,
            };
        }

        return style;
    }

    private static Style Toggle(Style style, int code) => Set(style, code, !(code == 4 ? style.UnderlineStyle != 0 : (style.Flags & Bit(code)) != 0));

    private static Style Set(Style style, int code, bool on) => code == 4
        ? style with { UnderlineStyle = on ? UnderlineStyle.Single : UnderlineStyle.None }
        : style with { Flags = (ushort)(on ? style.Flags | Bit(code) : style.Flags & ~Bit(code)) };

    private static ushort Bit(int code) => code switch { 1 => Style.BoldBit, 5 => Style.BlinkBit, _ => Style.InverseBit };
}
