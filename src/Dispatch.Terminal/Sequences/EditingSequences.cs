namespace Dispatch.Terminal;

internal static class EditingSequences
{
    private const string Ecma = "ECMA-48 8.3", Dec = "DEC STD 070";

    public static IReadOnlyList<SequenceInfo> All { get; } =
    [
        new Sequence("CSI Ps J", "ED", "Erases the screen: from the cursor (0), up to it (1), all (2), the scrollback (3)", Ecma, EraseDisplay),
        new Sequence("CSI ? Ps J", "DECSED", "As ED, without what is protected", Dec, t => t.Screen.EraseDisplay(t.Parameters.Choice(), selective: true)),
        new Sequence("CSI Ps K", "EL", "Erases the line: from the cursor (0), up to it (1), all (2)", Ecma, t => t.Screen.EraseLine(t.Parameters.Choice(), selective: false)),
        new Sequence("CSI ? Ps K", "DECSEL", "As EL, without what is protected", Dec, t => t.Screen.EraseLine(t.Parameters.Choice(), selective: true)),
        new Sequence("CSI Ps X", "ECH", "Erases characters", Ecma, t => t.Screen.EraseCharacters(t.Parameters.Amount())),
        new Sequence("CSI Ps @", "ICH", "Inserts blanks", Ecma, t => t.Screen.InsertCharacters(t.Parameters.Amount())),
        new Sequence("CSI Ps P", "DCH", "Deletes characters", Ecma, t => t.Screen.DeleteCharacters(t.Parameters.Amount())),
        new Sequence("CSI Ps L", "IL", "Inserts lines", Ecma, t => t.Screen.InsertLines(t.Parameters.Amount())),
        new Sequence("CSI Ps M", "DL", "Deletes lines", Ecma, t => t.Screen.DeleteLines(t.Parameters.Amount())),
        new Sequence("CSI Ps ' }", "DECIC", "Inserts columns", "VT420 DECIC", t => t.Screen.InsertColumns(t.Parameters.Amount())),
        new Sequence("CSI Ps ' ~", "DECDC", "Deletes columns", "VT420 DECDC", t => t.Screen.DeleteColumns(t.Parameters.Amount())),
        new Sequence("CSI Ps b", "REP", "The last character again", Ecma, t => t.Screen.Repeat(t.Parameters.Amount())),
        new Sequence("ESC # 8", "DECALN", "Fills the screen with E", Dec, t => t.Screen.Align()),
    ];

    private static void EraseDisplay(Emulator t)
    {
        if (t.Parameters.Choice() == 3)
        {
            t.Screen.Scrollback.Clear();
        }
        else
        {
            t.Screen.EraseDisplay(t.Parameters.Choice(), selective: false);
        }
    }
}
