namespace Dispatch.Terminal;

internal static class ModeList
{
    private const string Ecma = "ECMA-48 7.2", Dec = "DEC STD 070", Xterm = "xterm ctlseqs";

    public static IReadOnlyList<SequenceInfo> All { get; } =
    [
        new Mode(2, false, "KAM", "The keyboard is locked; kept", Ecma, t => t.Modes.KeyboardLocked, (t, on) => t.Modes.KeyboardLocked = on),
        new Mode(4, false, "IRM", "Characters are inserted", Ecma, t => t.Screen.Insert, (t, on) => t.Screen.Insert = on),
        new Mode(12, false, "SRM", "No local echo; kept", Ecma, t => !t.Modes.LocalEcho, (t, on) => t.Modes.LocalEcho = !on),
        new Mode(20, false, "LNM", "A line feed is a new line", Ecma, t => t.Modes.NewLine, (t, on) => t.Modes.NewLine = on),
        Private(1, "DECCKM", "Cursor keys send SS3", Dec, t => t.Modes.ApplicationCursor, (t, on) => t.Modes.ApplicationCursor = on),
        Private(3, "DECCOLM", "132 columns, or 80: when permitted by mode 40 and by whoever runs the terminal", Dec, t => t.Modes.WideColumns, Columns),
        Private(4, "DECSCLM", "Smooth scrolling; kept", Dec, t => t.Modes.SmoothScroll, (t, on) => t.Modes.SmoothScroll = on),
        Private(5, "DECSCNM", "The screen inverse", Dec, t => t.Modes.ReverseVideo, (t, on) => t.Modes.ReverseVideo = on),
        Private(6, "DECOM", "Addresses count from the margins", Dec, t => t.Screen.Origin, (t, on) => t.Screen.SetOrigin(on)),
        Private(7, "DECAWM", "Text wraps at the last column", Dec, t => t.Screen.AutoWrap, (t, on) => t.Screen.AutoWrap = on),
        Private(8, "DECARM", "Keys repeat; kept", Dec, t => t.Modes.AutoRepeat, (t, on) => t.Modes.AutoRepeat = on),
        Private(9, "X10 mouse", "Presses are reported", Xterm, t => t.Modes.Mouse == MouseTracking.X10, (t, on) => Mouse(t, MouseTracking.X10, on)),
        Private(12, "AT&T 610", "The cursor blinks", Xterm, t => t.CursorBlinking, (t, on) => t.CursorBlinking = on),
        Private(25, "DECTCEM", "The cursor is shown", Dec, t => t.Modes.CursorVisible, (t, on) => t.Modes.CursorVisible = on),
        Private(40, "80/132", "DECCOLM is permitted", Xterm, t => t.Modes.AllowColumns, (t, on) => t.Modes.AllowColumns = on),
        Private(45, "Reverse wrap", "Left from the first column leads to the line before", Xterm, t => t.Screen.ReverseWrap, (t, on) => t.Screen.ReverseWrap = on),
        Private(47, "Alternate", "The alternate screen", Xterm, t => t.Screen.OnAlternate, (t, on) => Alternate(t, on, clear: false)),
        Private(66, "DECNKM", "The keypad sends its own sequences", "VT320 DECNKM", t => t.Modes.ApplicationKeypad, (t, on) => t.Modes.ApplicationKeypad = on),
        Private(67, "DECBKM", "The backspace key sends BS", "VT420 DECBKM", t => t.Modes.BackspaceSendsBackspace, (t, on) => t.Modes.BackspaceSendsBackspace = on),
        Private(69, "DECLRMM", "Left and right margins", "VT420 DECLRMM", t => t.Screen.ColumnMargins, (t, on) => t.Screen.SetColumnMargins(on)),
        Private(95, "DECNCSM", "DECCOLM doesn't clear", "VT510 DECNCSM", t => t.Modes.KeepOnColumns, (t, on) => t.Modes.KeepOnColumns = on),
        Private(1000, "Mouse", "Presses and releases are reported", Xterm, t => t.Modes.Mouse == MouseTracking.Normal, (t, on) => Mouse(t, MouseTracking.Normal, on)),
        Private(1002, "Mouse", "And movements with a button", Xterm, t => t.Modes.Mouse == MouseTracking.Button, (t, on) => Mouse(t, MouseTracking.Button, on)),
        Private(1003, "Mouse", "And all movements", Xterm, t => t.Modes.Mouse == MouseTracking.Any, (t, on) => Mouse(t, MouseTracking.Any, on)),
        Private(1004, "Focus", "Focus is reported", Xterm, t => t.Modes.FocusReports, (t, on) => t.Modes.FocusReports = on),
        Encoding(1005, MouseEncoding.Utf8, "Mouse reports as UTF-8"),
        Encoding(1006, MouseEncoding.Sgr, "Mouse reports as SGR"),
        Private(1007, "Alternate scroll", "The wheel sends cursor keys on the alternate screen", Xterm, t => t.Modes.AlternateScroll, (t, on) => t.Modes.AlternateScroll = on),
        Encoding(1015, MouseEncoding.Urxvt, "Mouse reports as urxvt's"),
        Encoding(1016, MouseEncoding.SgrPixels, "Mouse reports as SGR in pixels"),
        Private(1047, "Alternate", "The alternate screen", Xterm, t => t.Screen.OnAlternate, (t, on) => Alternate(t, on, clear: false)),
        Private(1048, "Save", "Saves the cursor, or brings it back", Xterm, t => false, (t, on) => Save(t, on)),
        Private(1049, "Alternate", "The alternate screen, cleared, with the cursor saved", Xterm, t => t.Screen.OnAlternate, SaveAndAlternate),
        Private(2004, "Bracketed paste", "Pastes are marked", Xterm, t => t.Modes.BracketedPaste, (t, on) => t.Modes.BracketedPaste = on),
        Private(2026, "Synchronised output", "Nothing is shown until it is reset", "Contour: synchronized output", t => t.Modes.SynchronizedOutput, Synchronize),
        Private(2027, "Grapheme clusters", "A character is a grapheme cluster", "Contour: unicode core", t => t.Screen.GraphemeClusters, (t, on) => t.Screen.GraphemeClusters = on),
        Private(2031, "Colour scheme", "Changes between dark and light are reported", "Contour: VT extensions", t => t.Modes.ColorSchemeReports, (t, on) => t.Modes.ColorSchemeReports = on),
        Private(2048, "Size reports", "Changes of the size are reported", "In-band window resize notifications", t => t.Modes.SizeReports, SizeReports),
    ];

    private static Mode Private(int number, string name, string does, string source, Func<Emulator, bool> get, Action<Emulator, bool> set) =>
        new(number, true, name, does, source, get, set);

    private static Mode Encoding(int number, MouseEncoding encoding, string does) => Private(
        number, "Mouse", does, Xterm, t => t.Modes.MouseEncoding == encoding,
        (t, on) => t.Modes.MouseEncoding = on ? encoding : t.Modes.MouseEncoding == encoding ? MouseEncoding.Default : t.Modes.MouseEncoding);

    private static void Mouse(Emulator t, MouseTracking tracking, bool on) => t.Modes.Mouse = on ? tracking : MouseTracking.None;

    private static void Columns(Emulator t, bool on)
    {
        if (!t.Modes.AllowColumns)
        {
            return;
        }

        t.Modes.WideColumns = on;
        if (t.Options.AllowColumns && !t.Restoring)
        {
            t.Screen.Resize(on ? 132 : 80, t.Rows);
        }

        if (!t.Modes.KeepOnColumns)
        {
            t.Screen.SetOrigin(false);
            t.Screen.SetColumnMargins(false);
            t.Screen.SetRows(0, t.Rows - 1);
            t.Screen.EraseDisplay(2, selective: false);
            t.Screen.MoveTo(0, 0);
        }
    }

    private static void Save(Emulator t, bool on)
    {
        if (on)
        {
            t.Screen.SaveCursor();
        }
        else
        {
            t.Screen.RestoreCursor();
        }
    }

    private static void SaveAndAlternate(Emulator t, bool on)
    {
        if (on && !t.Screen.OnAlternate)
        {
            t.Screen.SaveCursor();
        }

        Alternate(t, on, clear: true);
        if (!on)
        {
            t.Screen.RestoreCursor();
        }
    }

    private static void Alternate(Emulator t, bool on, bool clear)
    {
        if (on != t.Screen.OnAlternate)
        {
            t.Modes.SwapKeyboards();
        }

        if (on)
        {
            t.Screen.ShowAlternate(clear);
        }
        else
        {
            t.Screen.ShowMain();
        }
    }

    private static void Synchronize(Emulator t, bool on)
    {
        if (on != t.Modes.SynchronizedOutput)
        {
            t.Modes.SynchronizedOutput = on;
            t.Observer.SynchronizedOutput(on);
        }
    }

    private static void SizeReports(Emulator t, bool on)
    {
        t.Modes.SizeReports = on;
        if (on)
        {
            ReportSequences.Size(t);
        }
    }
}
