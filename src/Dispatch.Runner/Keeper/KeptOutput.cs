using System.Buffers;

namespace Dispatch.Runner.Keeper;

/// <summary>
/// A stream's bytes that aren't acknowledged yet, addressed by offset: a ring that grows to <see cref="KeeperProtocol.OutputCapacity"/> and takes no
/// memory while everything is acknowledged.
/// </summary>
internal sealed class KeptOutput
{
    private const int Smallest = 4 << 10;

    private byte[] _ring = [];

    // The place of the byte at offset Acknowledged. The capacity is a power of two: a pooled array may be longer than asked.
    private int _head;
    private int _capacity;

    /// <summary>Everything before it is gone.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>One after the last byte.</summary>
    public long End { get; private set; }

    public int Length => (int)(End - Acknowledged);

    public bool Full => Length == KeeperProtocol.OutputCapacity;

    /// <summary>Where the next bytes go; empty only when full.</summary>
    public Span<byte> Free()
    {
        if (_capacity - Length < Smallest && _capacity < KeeperProtocol.OutputCapacity)
        {
            Resize(Math.Max(Smallest, _capacity * 2));
        }

        var from = _head + Length & _capacity - 1;
        return Length == _capacity ? default : _ring.AsSpan(from, (from < _head ? _head : _capacity) - from);
    }

    public void Add(int count) => End += count;

    /// <summary>The bytes from an offset on, at most so many, in two parts as they lie around the ring's end.</summary>
    public void Peek(long offset, int atMost, out ReadOnlySpan<byte> first, out ReadOnlySpan<byte> second)
    {
        var count = (int)Math.Min(End - offset, atMost);
        var from = _head + (int)(offset - Acknowledged) & _capacity - 1;
        var straight = Math.Min(count, _capacity - from);
        first = _ring.AsSpan(from, straight);
        second = _ring.AsSpan(0, count - straight);
    }

    /// <summary>Frees what lies before the offset; an earlier one is no news, a later one than the end is the end.</summary>
    public void Acknowledge(long offset)
    {
        offset = Math.Min(offset, End);
        if (offset <= Acknowledged)
        {
            return;
        }

        _head = _head + (int)(offset - Acknowledged) & _capacity - 1;
        Acknowledged = offset;
        if (Length == 0)
        {
            Release();
        }
    }

    /// <summary>Gives the memory back, and whatever was in it up.</summary>
    public void Release()
    {
        if (_capacity > 0)
        {
            ArrayPool<byte>.Shared.Return(_ring);
        }

        (_ring, _head, _capacity) = ([], 0, 0);
        Acknowledged = End;
    }

    private void Resize(int capacity)
    {
        var ring = ArrayPool<byte>.Shared.Rent(capacity);
        if (_capacity > 0)
        {
            Peek(Acknowledged, Length, out var first, out var second);
            first.CopyTo(ring);
            second.CopyTo(ring.AsSpan(first.Length));
            ArrayPool<byte>.Shared.Return(_ring);
        }

        (_ring, _head, _capacity) = (ring, 0, capacity);
    }
}
