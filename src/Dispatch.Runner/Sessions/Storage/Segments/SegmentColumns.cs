using System.Buffers;

namespace Dispatch.Runner.Sessions.Storage.Segments;

/// <summary>
/// The events of a segment without their bytes: column after column, each value as its difference from the one before it (the first from 0),
/// in the variable-length signed integers of Protocol Buffers (zigzag, then 7 bits a byte, the lowest first).
/// </summary>
internal static class SegmentColumns
{
    private const int Columns = 7;

    /// <summary>The longest integer's bytes.</summary>
    private const int Longest = 10;

    public static void Write(IReadOnlyList<SealedEvent> events, IBufferWriter<byte> into)
    {
        for (var column = 0; column < Columns; column++)
        {
            long before = 0;
            foreach (var item in events)
            {
                var value = Value(item, column);
                WriteInteger(value - before, into);
                before = value;
            }
        }
    }

    /// <exception cref="SegmentFaultException">It isn't such columns.</exception>
    public static SealedEvent[] Read(ReadOnlySpan<byte> from, int count)
    {
        if ((long)count * Columns > from.Length)
        {
            throw new SegmentFaultException("its list of events is cut off");
        }

        var values = new long[Columns];
        var table = new long[count * Columns];
        for (var column = 0; column < Columns; column++)
        {
            long value = 0;
            for (var row = 0; row < count; row++)
            {
                table[(row * Columns) + column] = value += ReadInteger(ref from);
            }
        }

        if (!from.IsEmpty)
        {
            throw new SegmentFaultException("its list of events is longer than it says");
        }

        var events = new SealedEvent[count];
        for (var row = 0; row < count; row++)
        {
            table.AsSpan(row * Columns, Columns).CopyTo(values);
            events[row] = new SealedEvent(values[0], values[1], (int)values[2], values[3], (int)values[4], (int)values[5], (int)values[6]);
        }

        return events;
    }

    private static long Value(in SealedEvent item, int column) => column switch
    {
        0 => item.Seq,
        1 => item.Position,
        2 => item.Epoch,
        3 => item.Time,
        4 => item.Principal,
        5 => item.KeyId,
        _ => item.Length,
    };

    private static void WriteInteger(long value, IBufferWriter<byte> into)
    {
        var span = into.GetSpan(Longest);
        var rest = (ulong)((value << 1) ^ (value >> 63));
        var length = 0;
        for (; rest >= 0x80; rest >>= 7)
        {
            span[length++] = (byte)(rest | 0x80);
        }

        span[length++] = (byte)rest;
        into.Advance(length);
    }

    private static long ReadInteger(ref ReadOnlySpan<byte> from)
    {
        ulong value = 0;
        for (var i = 0; i < Math.Min(Longest, from.Length); i++)
        {
            value |= (ulong)(from[i] & 0x7F) << (7 * i);
            if (from[i] < 0x80)
            {
                from = from[(i + 1)..];
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw new SegmentFaultException("its list of events is cut off");
    }
}
