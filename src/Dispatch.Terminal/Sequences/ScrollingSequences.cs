namespace Dispatch.Terminal;

internal static class ScrollingSequences
{
    private const string Ecma = "ECMA-48 8.3", Dec = "DEC STD 070";

    public static IReadOnlyList<SequenceInfo> All { get; } =
    [
        new Sequence("CSI Ps ; Ps r", "DECSTBM", "Sets the top and bottom margin", Dec, SetRows),
        new Sequence("CSI Pl ; Pr s", "DECSLRM", "With mode 69 sets the left and right margin, else saves the cursor (SCOSC)", "VT420 DECSLRM; xterm ctlseqs", SetColumns),
        new Sequence("CSI Ps S", "SU", "The text of the region up", Ecma, t => t.Screen.ScrollUp(t.Parameters.Amount())),
        new Sequence("CSI Ps T", "SD", "The text of the region down", Ecma, ScrollDown),
        new Sequence("CSI Ps ^", "SD", "The text of the region down", Ecma, t => t.Screen.ScrollDown(t.Parameters.Amount())),
        new Sequence("CSI Ps SP @", "SL", "The text of the region left", Ecma, t => t.Screen.ScrollLeft(t.Parameters.Amount())),
        new Sequence("CSI Ps SP A", "SR", "The text of the region right", Ecma, t => t.Screen.ScrollRight(t.Parameters.Amount())),
    ];

    // With five parameters it is xterm's old highlight mouse tracking, which nothing uses.
    private static void ScrollDown(Emulator t)
    {
        if (t.Parameters.Count == 1)
        {
            t.Screen.ScrollDown(t.Parameters.Amount());
        }
    }

    private static void SetRows(Emulator t) =>
        t.Screen.SetRows(t.Parameters.Amount() - 1, Math.Min(t.Parameters.Or(1, t.Rows), t.Rows) - 1);

    private static void SetColumns(Emulator t)
    {
        if (t.Screen.ColumnMargins)
        {
            t.Screen.SetColumns(t.Parameters.Amount() - 1, Math.Min(t.Parameters.Or(1, t.Cols), t.Cols) - 1);
        }
        else
        {
            t.Screen.SaveCursor();
        }
    }
}
