using System.Text;

namespace Dispatch.Terminal;

/// <summary>
/// What belongs to a terminal's state and has no sequence of its own, for <see cref="ScreenVt"/>. Heard only while a snapshot is read: a
/// program can't reach it. Other terminals pass over it.
/// </summary>
internal static class SnapshotSequences
{
    public static IReadOnlyList<SequenceInfo> All { get; } =
    [
        new StringSequence("OSC 5133 ; Pt ST", "Snapshot", "What has no other sequence, within a snapshot alone", "Dispatch", Read),
    ];

    // KEY=NUMBER, or KEY=NUMBER:NUMBER, or KEY=NUMBER:TEXT. Places are columns of the cursor's line.
    private static void Read(Emulator t, ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'=');
        if (!t.Restoring || end < 0)
        {
            return;
        }

        var value = text[(end + 1)..];
        var split = value.IndexOf((byte)':');
        var rest = split < 0 ? [] : value[(split + 1)..];
        if (!long.TryParse(split < 0 ? value : value[..split], out var number))
        {
            return;
        }

        switch (Encoding.ASCII.GetString(text[..end]))
        {
            case "command":
                t.CommandNumber = (int)number;
                break;
            case "running":
                t.InCommand = number != 0;
                break;
            case "above":
                t.Screen.ScrolledOff = number;
                break;
            case "saved" when int.TryParse(rest, out var on):
                t.SavedModes[(int)number] = on != 0;
                break;
            case "wrapped":
                t.Screen.SetWrapped();
                break;
            case "used":
                t.Screen.SetUsed((int)number);
                break;
            case "pending":
                t.Screen.WrapPending = number != 0;
                break;
            case "empty" when int.TryParse(rest, out var count):
                t.Screen.EmptyCells((int)number, count);
                break;
            case "text":
                t.Screen.SetText((int)number, Encoding.UTF8.GetString(rest));
                break;
            case "last":
                t.Screen.SetLast((int)number, Encoding.UTF8.GetString(rest));
                break;
        }
    }
}
