namespace Dispatch.Terminal;

internal static class ControlSequences
{
    private const string Source = "ECMA-48 8.3";

    public static IReadOnlyList<SequenceInfo> All { get; } =
    [
        new Sequence("BEL 07", "BEL", "Rings", Source, t => t.Observer.Bell()),
        new Sequence("BS 08", "BS", "One to the left; with mode 45 over the start of a line", Source, t => t.Screen.Back(1)),
        new Sequence("HT 09", "HT", "To the next tab stop", Source, t => t.Screen.Tab(1)),
        new Sequence("LF 0A", "LF", "Down, scrolling at the bottom margin; with mode 20 to the first column too", Source, LineFeed),
        new Sequence("VT 0B", "VT", "As LF", "VT510 4.3", LineFeed),
        new Sequence("FF 0C", "FF", "As LF", "VT510 4.3", LineFeed),
        new Sequence("CR 0D", "CR", "To the first column, or the left margin", Source, t => t.Screen.CarriageReturn()),
        new Sequence("SO 0E", "LS1", "G1 is in use", "ECMA-35 9.3", t => CharsetSequences.Use(t, 1)),
        new Sequence("SI 0F", "LS0", "G0 is in use", "ECMA-35 9.3", t => CharsetSequences.Use(t, 0)),
        new Sequence("CAN 18", "CAN", "Ends a sequence without running it", Source, _ => { }),
        new Sequence("SUB 1A", "SUB", "Ends a sequence without running it", "VT510 4.3", _ => { }),
    ];

    private static void LineFeed(Emulator t)
    {
        if (t.Modes.NewLine)
        {
            t.Screen.CarriageReturn();
        }

        t.Screen.Index();
    }
}
