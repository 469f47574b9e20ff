namespace Dispatch.Terminal;

internal static class ModeSequences
{
    private const string Ecma = "ECMA-48 8.3", Dec = "DEC STD 070", Xterm = "xterm ctlseqs";

    public static IReadOnlyList<SequenceInfo> All { get; } =
    [
        new Sequence("CSI Pm h", "SM", "Sets ANSI modes", Ecma, t => Set(t, false, true)),
        new Sequence("CSI Pm l", "RM", "Resets ANSI modes", Ecma, t => Set(t, false, false)),
        new Sequence("CSI ? Pm h", "DECSET", "Sets private modes", Dec, t => Set(t, true, true)),
        new Sequence("CSI ? Pm l", "DECRST", "Resets private modes", Dec, t => Set(t, true, false)),
        new Sequence("CSI ? Pm s", "XTSAVE", "Saves private modes", Xterm, Save),
        new Sequence("CSI ? Pm r", "XTRESTORE", "Brings them back", Xterm, Restore),
        new Sequence("CSI Ps $ p", "DECRQM", "Asks for an ANSI mode: answered", "VT510 DECRQM", t => Ask(t, false)),
        new Sequence("CSI ? Ps $ p", "DECRQM", "Asks for a private mode: answered", "VT510 DECRQM", t => Ask(t, true)),
        new Sequence("ESC =", "DECKPAM", "The keypad sends its own sequences", Dec, t => t.Modes.ApplicationKeypad = true),
        new Sequence("ESC >", "DECKPNM", "The keypad sends its digits", Dec, t => t.Modes.ApplicationKeypad = false),
        new Sequence("CSI Ps SP q", "DECSCUSR", "The cursor's shape: block (0–2), underline (3, 4), bar (5, 6); the odd ones and 0 blink", "VT520 DECSCUSR; xterm ctlseqs", Shape),
        new Sequence("CSI > Ps ; Ps m", "XTMODKEYS", "How keys with modifiers are sent; kept", Xterm, ModifyKeys),
        new Sequence("CSI > Ps n", "XTMODKEYS", "The usual way again", Xterm, t => t.Modes.ModifyOtherKeys = 0),
        new Sequence("CSI > Ps u", "KITTY", "Pushes keyboard flags", "Kitty keyboard protocol", t => t.Modes.PushKeyboard(t.Parameters.Choice())),
        new Sequence("CSI < Ps u", "KITTY", "Pops keyboard flags", "Kitty keyboard protocol", t => t.Modes.PopKeyboard(t.Parameters.Amount())),
        new Sequence("CSI = Ps ; Ps u", "KITTY", "Sets (1), adds (2) or takes away (3) keyboard flags", "Kitty keyboard protocol", SetKeyboard),
    ];

    private static void Set(Emulator t, bool isPrivate, bool on)
    {
        for (var i = 0; i < t.Parameters.Count; i++)
        {
            SequenceTable.FindMode(t.Parameters.Choice(i), isPrivate)?.Set(t, on);
        }
    }

    private static void Save(Emulator t)
    {
        for (var i = 0; i < t.Parameters.Count; i++)
        {
            if (SequenceTable.FindMode(t.Parameters.Choice(i), true) is { } mode)
            {
                t.SavedModes[mode.Number] = mode.Get(t);
            }
        }
    }

    private static void Restore(Emulator t)
    {
        for (var i = 0; i < t.Parameters.Count; i++)
        {
            if (SequenceTable.FindMode(t.Parameters.Choice(i), true) is { } mode && t.SavedModes.TryGetValue(mode.Number, out var on))
            {
                mode.Set(t, on);
            }
        }
    }

    // 1 set, 2 reset, 0 not known.
    private static void Ask(Emulator t, bool isPrivate)
    {
        var number = t.Parameters.Choice();
        var answer = SequenceTable.FindMode(number, isPrivate) is { } mode ? mode.Get(t) ? 1 : 2 : 0;
        t.Reply($"\e[{(isPrivate ? "?" : "")}{number};{answer}$y");
    }

    private static void Shape(Emulator t)
    {
        var style = t.Parameters.Choice();
        if (style <= 6)
        {
            t.CursorShape = style switch { 3 or 4 => CursorShape.Underline, 5 or 6 => CursorShape.Bar, _ => CursorShape.Block };
            t.CursorBlinking = style is 0 or 1 or 3 or 5;
        }
    }

    private static void ModifyKeys(Emulator t)
    {
        if (t.Parameters.Choice() == 4)
        {
            t.Modes.ModifyOtherKeys = Math.Min(3, t.Parameters.Choice(1));
        }
    }

    private static void SetKeyboard(Emulator t)
    {
        var flags = t.Parameters.Choice();
        t.Modes.SetKeyboard(t.Parameters.Or(1, 1) switch
        {
            2 => t.Modes.KeyboardFlags | flags,
            3 => t.Modes.KeyboardFlags & ~flags,
            _ => flags,
        });
    }
}
