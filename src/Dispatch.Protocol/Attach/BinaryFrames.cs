using System.Buffers.Binary;

namespace Dispatch.Protocol.Attach;

/// <summary>
/// A binary frame from the client: bytes for the session's input. Little-endian: <c>u8 type = 1, u8 0, u16 0, u32 id</c>, then the bytes.
/// <c>id</c> counts up from 1 within a connection; the runner answers <see cref="Written"/> with it.
/// </summary>
public static class InputFrame
{
    public const byte Type = 1;
    public const int HeaderSize = 8;

    public static void WriteHeader(Span<byte> frame, uint id)
    {
        frame[..HeaderSize].Clear();
        frame[0] = Type;
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], id);
    }

    public static bool TryRead(ReadOnlySpan<byte> frame, out uint id, out ReadOnlySpan<byte> bytes)
    {
        if (frame.Length < HeaderSize || frame[0] != Type)
        {
            id = 0;
            bytes = default;
            return false;
        }

        id = BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]);
        bytes = frame[HeaderSize..];
        return true;
    }
}

/// <summary>
/// A binary frame to the client: output of one or several adjoining <c>terminal.output</c> events. Little-endian:
/// <c>u8 type = 2, u8 0, u16 0, u32 epoch, u64 first, u64 last, u64 time</c>, then the bytes. <c>first</c> and <c>last</c> are
/// the positions of the first and the last event in it; <c>time</c> is the last one's, in microseconds since 1970 UTC.
/// </summary>
public readonly record struct OutputFrame(int Epoch, long First, long Last, long TimeMicroseconds)
{
    public const byte Type = 2;
    public const int HeaderSize = 32;

    public void WriteHeader(Span<byte> frame)
    {
        frame[..HeaderSize].Clear();
        frame[0] = Type;
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(frame[8..], First);
        BinaryPrimitives.WriteInt64LittleEndian(frame[16..], Last);
        BinaryPrimitives.WriteInt64LittleEndian(frame[24..], TimeMicroseconds);
    }

    public static bool TryRead(ReadOnlySpan<byte> frame, out OutputFrame header, out ReadOnlySpan<byte> bytes)
    {
        if (frame.Length < HeaderSize || frame[0] != Type)
        {
            header = default;
            bytes = default;
            return false;
        }

        header = new OutputFrame(
            BinaryPrimitives.ReadInt32LittleEndian(frame[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(frame[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(frame[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(frame[24..]));
        bytes = frame[HeaderSize..];
        return true;
    }
}

/// <summary>
/// A binary frame to the client: a part of what rebuilds the screen of a <see cref="Snapshot"/>. <c>u8 type = 3, u8 0, u16 0, u32 0</c>, then
/// the bytes. It fills the window as output does, and is acknowledged by the snapshot's position.
/// </summary>
public static class SnapshotFrame
{
    public const byte Type = 3;
    public const int HeaderSize = 8;

    public static void WriteHeader(Span<byte> frame)
    {
        frame[..HeaderSize].Clear();
        frame[0] = Type;
    }

    public static bool TryRead(ReadOnlySpan<byte> frame, out ReadOnlySpan<byte> bytes)
    {
        var mine = frame.Length >= HeaderSize && frame[0] == Type;
        bytes = mine ? frame[HeaderSize..] : default;
        return mine;
    }
}
