namespace Dispatch.Terminal;

internal static class CursorSequences
{
    private const string Ecma = "ECMA-48 8.3", Dec = "DEC STD 070";

    public static IReadOnlyList<SequenceInfo> All { get; } =
    [
        new Sequence("CSI Ps A", "CUU", "Up, to the top margin at most", Ecma, t => t.Screen.Up(t.Parameters.Amount())),
        new Sequence("CSI Ps B", "CUD", "Down, to the bottom margin at most", Ecma, t => t.Screen.Down(t.Parameters.Amount())),
        new Sequence("CSI Ps C", "CUF", "Right, to the right margin at most", Ecma, t => t.Screen.Forward(t.Parameters.Amount())),
        new Sequence("CSI Ps D", "CUB", "Left, to the left margin at most", Ecma, t => t.Screen.Back(t.Parameters.Amount())),
        new Sequence("CSI Ps E", "CNL", "Down, to the first column", Ecma, t => NextLine(t, t.Parameters.Amount())),
        new Sequence("CSI Ps F", "CPL", "Up, to the first column", Ecma, t => NextLine(t, -t.Parameters.Amount())),
        new Sequence("CSI Ps G", "CHA", "To a column", Ecma, ToColumn),
        new Sequence("CSI Ps ; Ps H", "CUP", "To a line and column", Ecma, ToPosition),
        new Sequence("CSI Ps I", "CHT", "Tab stops forward", Ecma, t => t.Screen.Tab(t.Parameters.Amount())),
        new Sequence("CSI Ps Z", "CBT", "Tab stops back", Ecma, t => t.Screen.BackTab(t.Parameters.Amount())),
        new Sequence("CSI Ps `", "HPA", "To a column", Ecma, ToColumn),
        new Sequence("CSI Ps a", "HPR", "Right, over the margin", Ecma, t => t.Screen.MoveToColumn(t.Screen.X - t.Screen.OriginX + t.Parameters.Amount())),
        new Sequence("CSI Ps d", "VPA", "To a line", Ecma, t => t.Screen.MoveToRow(t.Parameters.Amount() - 1)),
        new Sequence("CSI Ps e", "VPR", "Down, over the margin", Ecma, t => t.Screen.MoveToRow(t.Screen.Y - t.Screen.OriginY + t.Parameters.Amount())),
        new Sequence("CSI Ps ; Ps f", "HVP", "To a line and column", Ecma, ToPosition),
        new Sequence("CSI Ps g", "TBC", "Clears the tab stop here (0) or all (3)", Ecma, ClearTabs),
        new Sequence("CSI ? 5 W", "DECST8C", "A tab stop every eight columns", "VT510 DECST8C", ResetTabs),
        new Sequence("ESC D", "IND", "Down, scrolling at the bottom margin", Dec, t => t.Screen.Index()),
        new Sequence("ESC E", "NEL", "To the first column of the next line", Dec, NextLineScrolling),
        new Sequence("ESC M", "RI", "Up, scrolling at the top margin", Dec, t => t.Screen.ReverseIndex()),
        new Sequence("ESC H", "HTS", "Sets a tab stop", Ecma, t => t.Screen.SetTab()),
        new Sequence("ESC 6", "DECBI", "Left, moving the text right at the left margin", "VT420 DECBI", t => t.Screen.BackIndex()),
        new Sequence("ESC 9", "DECFI", "Right, moving the text left at the right margin", "VT420 DECFI", t => t.Screen.ForwardIndex()),
        new Sequence("ESC 7", "DECSC", "Saves cursor, attributes, character sets and origin mode", Dec, t => t.Screen.SaveCursor()),
        new Sequence("ESC 8", "DECRC", "Brings them back", Dec, t => t.Screen.RestoreCursor()),
        new Sequence("CSI u", "SCORC", "As DECRC", "xterm ctlseqs", t => t.Screen.RestoreCursor()),
    ];

    private static void ToColumn(Emulator t) => t.Screen.MoveToColumn(t.Parameters.Amount() - 1);

    private static void ToPosition(Emulator t) => t.Screen.MoveTo(t.Parameters.Amount(1) - 1, t.Parameters.Amount() - 1);

    private static void NextLine(Emulator t, int count)
    {
        if (count > 0)
        {
            t.Screen.Down(count);
        }
        else
        {
            t.Screen.Up(-count);
        }

        t.Screen.CarriageReturn();
    }

    private static void NextLineScrolling(Emulator t)
    {
        t.Screen.Index();
        t.Screen.CarriageReturn();
    }

    private static void ClearTabs(Emulator t)
    {
        if (t.Parameters.Choice() == 0)
        {
            t.Screen.ClearTab();
        }
        else if (t.Parameters.Choice() == 3)
        {
            t.Screen.ClearTabs();
        }
    }

    private static void ResetTabs(Emulator t)
    {
        if (t.Parameters.Choice() == 5)
        {
            t.Screen.ResetTabs();
        }
    }
}
