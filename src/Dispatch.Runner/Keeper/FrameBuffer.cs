using System.Buffers.Binary;
using System.Text;

namespace Dispatch.Runner.Keeper;

/// <summary>
/// Bytes on their way: frames are written at its end and taken from its front. Used for what either side sends and receives; it keeps its memory.
/// </summary>
internal sealed class FrameBuffer(int capacity)
{
    private byte[] _bytes = new byte[capacity];
    private int _start;
    private int _end;
    private int _frame;

    public int Length => _end - _start;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start, Length);

    public FrameBuffer Begin(FrameType type)
    {
        _frame = _end;
        return Put(0u).Put((byte)type);
    }

    public FrameBuffer Put(byte value)
    {
        Reserve(1)[0] = value;
        _end += 1;
        return this;
    }

    public FrameBuffer Put(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Reserve(2), value);
        _end += 2;
        return this;
    }

    public FrameBuffer Put(int value) => Put((uint)value);

    public FrameBuffer Put(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), value);
        _end += 4;
        return this;
    }

    public FrameBuffer Put(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Reserve(8), value);
        _end += 8;
        return this;
    }

    public FrameBuffer Put(Guid value)
    {
        value.TryWriteBytes(Reserve(16));
        _end += 16;
        return this;
    }

    public FrameBuffer Put(string text)
    {
        var count = Encoding.UTF8.GetByteCount(text);
        Put(count);
        Encoding.UTF8.GetBytes(text, Reserve(count));
        _end += count;
        return this;
    }

    public FrameBuffer Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _end += bytes.Length;
        return this;
    }

    public FrameBuffer Put(IReadOnlyList<string> texts)
    {
        Put(texts.Count);
        foreach (var text in texts)
        {
            Put(text);
        }

        return this;
    }

    /// <summary>Writes the frame's length where it began.</summary>
    public void End() => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_frame), _end - _frame - sizeof(uint));

    /// <summary>Room for at least so many bytes, to be filled and then added.</summary>
    public Span<byte> Room(int least) => Reserve(least);

    public void Add(int count) => _end += count;

    /// <summary>Takes so many bytes from the front.</summary>
    public void Take(int count)
    {
        _start += count;
        if (_start == _end)
        {
            _start = _end = 0;
        }
    }

    /// <summary>The next whole frame, its type first; false when it hasn't all come. Taken by <see cref="Take"/> of its length and 4.</summary>
    /// <param name="malformed">Empty, or longer than allowed: nothing that follows can be trusted.</param>
    public bool TryPeekFrame(out ReadOnlySpan<byte> frame, out bool malformed)
    {
        frame = default;
        malformed = false;
        if (Length < sizeof(uint))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(Bytes);
        malformed = length is 0 or > KeeperProtocol.MaximumFrame;
        if (malformed || Length - sizeof(uint) < length)
        {
            return false;
        }

        frame = Bytes.Slice(sizeof(uint), (int)length);
        return true;
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _end < count)
        {
            Move(Math.Max(_bytes.Length, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(Length + count))));
        }

        return _bytes.AsSpan(_end);
    }

    private void Move(int capacity)
    {
        var target = capacity == _bytes.Length ? _bytes : new byte[capacity];
        Bytes.CopyTo(target);
        _frame -= _start;
        _end -= _start;
        _start = 0;
        _bytes = target;
    }
}
