namespace Dispatch.Terminal;

internal static class CharsetSequences
{
    private const string Iso = "ECMA-35 14.3.2", Lock = "ECMA-35 9.3";

    public static IReadOnlyList<SequenceInfo> All { get; } =
    [
        .. Designations('(', 0), .. Designations(')', 1), .. Designations('*', 2), .. Designations('+', 3),
        new Sequence("ESC n", "LS2", "G2 is in use", Lock, t => Use(t, 2)),
        new Sequence("ESC o", "LS3", "G3 is in use", Lock, t => Use(t, 3)),
        new Sequence("ESC N", "SS2", "G2 for the next character", Lock, t => t.Screen.SingleShift = 2),
        new Sequence("ESC O", "SS3", "G3 for the next character", Lock, t => t.Screen.SingleShift = 3),
        new Sequence("ESC % G", "UTF-8", "UTF-8, which it always is", "ECMA-35 15.4", _ => { }),
    ];

    public static void Use(Emulator t, int g) => t.Screen.Charsets = t.Screen.Charsets with { Left = g };

    private static IEnumerable<Sequence> Designations(char intermediate, int g)
    {
        yield return Designate(intermediate, g, Charsets.Graphics, "DEC special graphics");
        yield return Designate(intermediate, g, Charsets.British, "British (# is £)");
        yield return Designate(intermediate, g, Charsets.Ascii, "ASCII");
    }

    private static Sequence Designate(char intermediate, int g, char set, string name) => new(
        $"ESC {intermediate} {set}", "SCS", $"G{g} is {name}", Iso, t => t.Screen.Charsets = t.Screen.Charsets.Designate(g, set));
}
