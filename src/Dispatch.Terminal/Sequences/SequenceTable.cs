using System.Runtime.CompilerServices;

namespace Dispatch.Terminal;

/// <summary>Every sequence that is understood, found by its characters. What isn't here is passed over.</summary>
internal static class SequenceTable
{
    // Final characters 0x40 to 0x7F, for each intermediate (none, 0x20 to 0x2F) and prefix (none, < = > ?).
    private const int Finals = 64, Intermediates = 17, Prefixes = 5;
    private static readonly Sequence?[] CsiTable = new Sequence?[Prefixes * Intermediates * Finals];
    private static readonly StringSequence?[] DeviceTable = new StringSequence?[Prefixes * Intermediates * Finals];
    private static readonly Sequence?[] EscapeTable = new Sequence?[Intermediates * 128];
    private static readonly Sequence?[] ControlTable = new Sequence?[32];
    private static readonly Dictionary<int, StringSequence> SystemTable = [];
    private static readonly Dictionary<(int Number, bool Private), Mode> ModeTable = [];
    private static readonly List<(string Title, SequenceInfo[] Entries)> Listed = [];

    static SequenceTable()
    {
        Add("Control characters", ControlSequences.All);
        Add("Moving the cursor", CursorSequences.All);
        Add("Erasing, inserting and deleting", EditingSequences.All);
        Add("Margins and scrolling", ScrollingSequences.All);
        Add("Rectangles", RectangleSequences.All);
        Add("Attributes", AttributeSequences.All);
        Add("Character sets", CharsetSequences.All);
        Add("Modes", ModeSequences.All);
        Add("ANSI and private modes", ModeList.All);
        Add("Resets and state", StateSequences.All);
        Add("Questions, and who answers", ReportSequences.All);
        Add("Operating system commands", SystemSequences.All);
        Add("Colours", ColorSequences.All);
        Add("Device control strings", DeviceSequences.All);
        Add("Snapshots", SnapshotSequences.All);
    }

    /// <summary>All of them, by subject, in the order of the documentation.</summary>
    public static IReadOnlyList<(string Title, SequenceInfo[] Entries)> All => Listed;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sequence? Csi(byte prefix, byte intermediate, byte final) =>
        (prefix | intermediate) == 0 ? CsiTable[final - 0x40] : intermediate == 0xFF ? null : CsiTable[Key(prefix, intermediate, final)];

    public static StringSequence? Device(byte prefix, byte intermediate, byte final) =>
        intermediate == 0xFF ? null : DeviceTable[Key(prefix, intermediate, final)];

    public static Sequence? Escape(byte intermediate, byte final) =>
        intermediate == 0xFF ? null : EscapeTable[(IntermediateIndex(intermediate) << 7) + final];

    public static Sequence? Control(byte code) => ControlTable[code];

    public static StringSequence? System(int number) => SystemTable.GetValueOrDefault(number);

    public static Mode? FindMode(int number, bool isPrivate) => ModeTable.GetValueOrDefault((number, isPrivate));

    private static void Add(string title, IReadOnlyList<SequenceInfo> entries)
    {
        Listed.Add((title, [.. entries]));
        foreach (var entry in entries)
        {
            if (entry is Mode mode)
            {
                ModeTable.Add((mode.Number, mode.Private), mode);
            }
            else
            {
                Place(entry, Notation.Read(entry.Notation));
            }
        }
    }

    private static void Place(SequenceInfo entry, Notation notation)
    {
        switch (notation.Introducer)
        {
            case "CSI":
                Once(ref CsiTable[Key(notation.Prefix, notation.Intermediate, notation.Final)], (Sequence)entry);
                break;
            case "ESC":
                Once(ref EscapeTable[(IntermediateIndex(notation.Intermediate) << 7) + notation.Final], (Sequence)entry);
                break;
            case "DCS":
                Once(ref DeviceTable[Key(notation.Prefix, notation.Intermediate, notation.Final)], (StringSequence)entry);
                break;
            case "OSC":
                SystemTable.Add(notation.Number, (StringSequence)entry);
                break;
            default:
                Once(ref ControlTable[notation.Number], (Sequence)entry);
                break;
        }
    }

    private static void Once<T>(ref T? place, T entry)
        where T : SequenceInfo
    {
        if (place is not null)
        {
            throw new InvalidOperationException($"{entry.Notation} and {place.Notation} are the same sequence.");
        }

        place = entry;
    }

    private static int IntermediateIndex(byte intermediate) => intermediate == 0 ? 0 : intermediate - 0x1F;

    private static int Key(byte prefix, byte intermediate, byte final) =>
        ((((prefix == 0 ? 0 : prefix - '<' + 1) * Intermediates) + IntermediateIndex(intermediate)) * Finals) + (final - 0x40);
}
