namespace Dispatch.Terminal;

internal static class StateSequences
{
    private const int MostPushed = 10;

    public static IReadOnlyList<SequenceInfo> All { get; } =
    [
        new Sequence("ESC c", "RIS", "Everything as at the start; the scrollback stays", "DEC STD 070", t => t.Reset()),
        new Sequence("CSI ! p", "DECSTR", "Modes, margins, attributes and sets as at the start; the text stays", "VT510 DECSTR; xterm ctlseqs", t => t.SoftReset()),
        new Sequence("CSI Pm # {", "XTPUSHSGR", "Pushes the attributes", "xterm ctlseqs", PushStyle),
        new Sequence("CSI # }", "XTPOPSGR", "Pops the attributes", "xterm ctlseqs", PopStyle),
    ];

    private static void PushStyle(Emulator t)
    {
        if (t.PushedStyles.Count < MostPushed)
        {
            t.PushedStyles.Push(t.Screen.Pen);
        }
    }

    private static void PopStyle(Emulator t)
    {
        if (t.PushedStyles.TryPop(out var style))
        {
            t.Screen.Pen = style;
        }
    }
}
