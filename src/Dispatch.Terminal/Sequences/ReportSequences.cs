namespace Dispatch.Terminal;

/// <summary>Questions. Each is answered once, here; whoever shows the terminal answers none.</summary>
internal static class ReportSequences
{
    private const string Xterm = "xterm ctlseqs";

    public static IReadOnlyList<SequenceInfo> All { get; } =
    [
        // What is claimed is what the page draws as well: not the VT420's margins and rectangles, which it leaves out.
        new Sequence("CSI Ps c", "DA1", "A VT220 with colours: CSI ? 62 ; 22 c", "VT510 DA1", t => IfZero(t, "\e[?62;22c")),
        new Sequence("CSI > Ps c", "DA2", "CSI > 0 ; 276 ; 0 c, as xterm.js", "VT510 DA2", t => IfZero(t, "\e[>0;276;0c")),
        new Sequence("CSI = Ps c", "DA3", "DCS ! | 00000000 ST", "VT510 DA3", t => IfZero(t, "\eP!|00000000\e\\")),
        new Sequence("ESC Z", "DECID", "As DA1", "VT510 DECID", t => t.Reply("\e[?62;22c")),
        new Sequence("CSI Ps n", "DSR", "Status (5) and cursor position (6)", "ECMA-48 8.3.35", Status),
        new Sequence("CSI ? Ps n", "DSR", "Position (6), printer (15), keys (25), keyboard (26), locator (53, 55), colour scheme (996)", "VT510 DSR; Contour: VT extensions", PrivateStatus),
        new Sequence("CSI Ps x", "DECREQTPARM", "Terminal parameters (0, 1)", "VT100 User Guide", TerminalParameters),
        new Sequence("CSI > Ps q", "XTVERSION", "Name and version", Xterm, Version),
        new Sequence("CSI ? u", "KITTY", "Keyboard flags, when whoever sends the keys knows the protocol", "Kitty keyboard protocol", Keyboard),
        new Sequence("CSI Ps ; Ps ; Ps t", "XTWINOPS", "Size in characters (18, 19), state (11); titles are pushed (22) and popped (23), never told (20, 21)", Xterm, Window),
        new Sequence("CSI Pi ; Pg ; Pt ; Pl ; Pb ; Pr * y", "DECRQCRA", "The checksum of a rectangle, when permitted", "VT420 DECRQCRA", Checksum),
    ];

    public static void Size(Emulator t) => t.Reply($"\e[48;{t.Rows};{t.Cols};0;0t");

    private static void IfZero(Emulator t, string reply)
    {
        if (t.Parameters.Choice() == 0)
        {
            t.Reply(reply);
        }
    }

    private static void Status(Emulator t)
    {
        switch (t.Parameters.Choice())
        {
            case 5:
                t.Reply("\e[0n");
                break;
            case 6:
                t.Reply($"\e[{Position(t)}R");
                break;
        }
    }

    private static void PrivateStatus(Emulator t)
    {
        var answer = t.Parameters.Choice() switch
        {
            6 => $"{Position(t)}R",
            15 => "13n",
            25 => "21n",
            26 => "27;1;0;0n",
            53 or 55 => "53n",
            996 => t.Colors.Defaults.AreDark ? "997;1n" : "997;2n",
            _ => null,
        };
        if (answer is not null)
        {
            t.Reply($"\e[?{answer}");
        }
    }

    private static string Position(Emulator t) => $"{t.Screen.Y - t.Screen.OriginY + 1};{t.Screen.X - t.Screen.OriginX + 1}";

    private static void TerminalParameters(Emulator t)
    {
        if (t.Parameters.Choice() is 0 or 1)
        {
            t.Reply($"\e[{t.Parameters.Choice() + 2};1;1;128;128;1;0x");
        }
    }

    private static void Version(Emulator t)
    {
        if (t.Parameters.Choice() == 0)
        {
            t.Reply($"\eP>|{t.Options.Version}\e\\");
        }
    }

    private static void Keyboard(Emulator t)
    {
        if (t.Options.KittyKeyboard)
        {
            t.Reply($"\e[?{t.Modes.KeyboardFlags}u");
        }
    }

    private static void Window(Emulator t)
    {
        switch (t.Parameters.Choice())
        {
            case 11:
                t.Reply("\e[1t");
                break;
            case 18:
                t.Reply($"\e[8;{t.Rows};{t.Cols}t");
                break;
            case 19:
                t.Reply($"\e[9;{t.Rows};{t.Cols}t");
                break;

            // A title that a program set could come back as typed input: only an empty one is told.
            case 20:
                t.Reply("\e]L\e\\");
                break;
            case 21:
                t.Reply("\e]l\e\\");
                break;
            case 22:
                SystemSequences.PushTitle(t);
                break;
            case 23:
                SystemSequences.PopTitle(t);
                break;
        }
    }

    private static void Checksum(Emulator t)
    {
        if (t.Options.AllowChecksum)
        {
            t.Reply($"\eP{t.Parameters.Choice()}!~{t.Screen.Checksum(RectangleSequences.Area(t, 2)):X4}\e\\");
        }
    }
}
