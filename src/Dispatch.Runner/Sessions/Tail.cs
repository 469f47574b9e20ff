namespace Dispatch.Runner.Sessions;

/// <summary>
/// The last events of a session in memory, so that whoever keeps up never reads the database. Bounded, a few kilobytes when little
/// happens, and without an allocation per event once it has grown. Guarded by its own lock; holds no bytes of before its first event.
/// It can hold more than one commit brings, so that whoever looks after each never misses anything.
/// </summary>
internal sealed class Tail
{
    private const int SmallestBytes = 1024;
    private const int MostBytes = 512 * 1024;
    private const int MostEvents = 4096;

    private readonly Lock _gate = new();
    private byte[] _bytes = [];
    private Item[] _items = [];

    // Both count up for ever; the rings are addressed modulo their size. Byte offsets of one event adjoin, modulo the ring.
    private long _start, _end;
    private int _first, _count;

    /// <summary>Appends the event after the one before it.</summary>
    public void Append(long seq, long time, int type, int principal, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (payload.Length > MostBytes || (_count > 0 && At(_count - 1).Seq + 1 != seq))
            {
                Clear();
                if (payload.Length > MostBytes)
                {
                    return;
                }
            }

            MakeRoom(payload.Length);
            Copy(payload);
            _items[(_first + _count) % _items.Length] = new Item(seq, time, type, principal, _end, payload.Length);
            _count++;
            _end += payload.Length;
        }
    }

    /// <summary>
    /// Copies output events after a position, as many as fit and adjoin, or nothing but tells of the one fact that is next. The answer is
    /// <see cref="TailResult.Missing"/> when the position lies before the tail.
    /// </summary>
    public TailResult Read(long after, int outputType, Span<byte> into, out Item first, out Item last, out int length)
    {
        lock (_gate)
        {
            first = last = default;
            length = 0;
            if (_count == 0 || after + 1 < At(0).Seq)
            {
                return TailResult.Missing;
            }

            var index = (int)(after + 1 - At(0).Seq);
            if (index >= _count)
            {
                return TailResult.End;
            }

            first = last = At(index);
            if (first.Type != outputType)
            {
                length = first.Length;
                if (length > into.Length)
                {
                    return TailResult.Missing;
                }

                CopyOut(first, into);
                return TailResult.Fact;
            }

            while (index < _count)
            {
                var item = At(index);
                if (item.Type != outputType || length + item.Length > into.Length)
                {
                    break;
                }

                CopyOut(item, into[length..]);
                length += item.Length;
                last = item;
                index++;
            }

            return length == 0 && first.Length > 0 ? TailResult.Missing : TailResult.Output;
        }
    }

    /// <summary>Copies the one event after a position, output or not; what is too long for the place is <see cref="TailResult.Missing"/>.</summary>
    public TailResult ReadOne(long after, int outputType, Span<byte> into, out Item item)
    {
        lock (_gate)
        {
            item = default;
            if (_count == 0 || after + 1 < At(0).Seq)
            {
                return TailResult.Missing;
            }

            var index = (int)(after + 1 - At(0).Seq);
            if (index >= _count)
            {
                return TailResult.End;
            }

            item = At(index);
            if (item.Length > into.Length)
            {
                return TailResult.Missing;
            }

            CopyOut(item, into);
            return item.Type == outputType ? TailResult.Output : TailResult.Fact;
        }
    }

    /// <summary>Bytes of all events after a position; null when they aren't all here.</summary>
    public long? OutputAfter(long after)
    {
        lock (_gate)
        {
            if (_count == 0 || after + 1 < At(0).Seq)
            {
                return null;
            }

            var index = (int)(after + 1 - At(0).Seq);
            return index >= _count ? 0 : _end - At(index).Offset;
        }
    }

    private void MakeRoom(int length)
    {
        if (_count == _items.Length)
        {
            if (_items.Length < MostEvents)
            {
                GrowItems();
            }
            else
            {
                DropFirst();
            }
        }

        while (_end - _start + length > _bytes.Length)
        {
            if (_bytes.Length < MostBytes)
            {
                GrowBytes((int)(_end - _start) + length);
            }
            else
            {
                DropFirst();
            }
        }
    }

    private void DropFirst()
    {
        _start += _items[_first].Length;
        _first = (_first + 1) % _items.Length;
        _count--;
    }

    private void Clear()
    {
        _start = _end;
        _first = _count = 0;
    }

    private void GrowItems()
    {
        var larger = new Item[Math.Max(8, _items.Length * 2)];
        for (var i = 0; i < _count; i++)
        {
            larger[i] = At(i);
        }

        _items = larger;
        _first = 0;
    }

    private void GrowBytes(int needed)
    {
        var size = Math.Max(SmallestBytes, _bytes.Length);
        while (size < needed)
        {
            size *= 2;
        }

        var larger = new byte[Math.Min(MostBytes, size)];
        var held = Math.Min((int)(_end - _start), larger.Length);
        for (var i = 0; i < held;)
        {
            var from = (int)((_start + i) % _bytes.Length);
            var to = (int)((_start + i) % larger.Length);
            var run = Math.Min(held - i, Math.Min(_bytes.Length - from, larger.Length - to));
            _bytes.AsSpan(from, run).CopyTo(larger.AsSpan(to));
            i += run;
        }

        _bytes = larger;
    }

    private void Copy(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return;
        }

        var at = (int)(_end % _bytes.Length);
        var head = Math.Min(payload.Length, _bytes.Length - at);
        payload[..head].CopyTo(_bytes.AsSpan(at));
        payload[head..].CopyTo(_bytes);
    }

    private void CopyOut(in Item item, Span<byte> into)
    {
        if (item.Length == 0)
        {
            return;
        }

        var at = (int)(item.Offset % _bytes.Length);
        var head = Math.Min(item.Length, _bytes.Length - at);
        _bytes.AsSpan(at, head).CopyTo(into);
        _bytes.AsSpan(0, item.Length - head).CopyTo(into[head..]);
    }

    private Item At(int index) => _items[(_first + index) % _items.Length];

    internal readonly record struct Item(long Seq, long Time, int Type, int Principal, long Offset, int Length);
}

internal enum TailResult
{
    /// <summary>Nothing after the position.</summary>
    End,

    /// <summary>Adjoining output.</summary>
    Output,

    /// <summary>One fact.</summary>
    Fact,

    /// <summary>Too far back: read the log.</summary>
    Missing,
}
