using System.Buffers;
using Dispatch.Protocol.Attach;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Attach;

/// <summary>
/// What is sent next: a run of adjoining output, or one fact, with room for the frame's header before it. Filled from the tail in
/// memory or, further back, from the log. The buffer is borrowed while there is something to send.
/// </summary>
internal sealed class Page : IEventSink
{
    private const int Room = Batch.MaximumOutput + OutputFrame.HeaderSize;
    private byte[] _buffer = [];
    private int _length;

    public long First { get; private set; }

    public long Last { get; private set; }

    public long Time { get; private set; }

    public int Type { get; private set; }

    public int Principal { get; private set; }

    public int Length => _length;

    public ReadOnlySpan<byte> Payload => _buffer.AsSpan(OutputFrame.HeaderSize, _length);

    /// <summary>The whole frame, its header written, with the epoch in force: an event of an older one is a position of the present one.</summary>
    public ReadOnlyMemory<byte> OutputFrameBytes(int epoch)
    {
        new OutputFrame(epoch, First, Last, Time).WriteHeader(_buffer);
        return _buffer.AsMemory(0, OutputFrame.HeaderSize + _length);
    }

    public TailResult FillFrom(Tail tail, long after)
    {
        Borrow(Room);
        var result = tail.Read(after, EventLog.OutputType, _buffer.AsSpan(OutputFrame.HeaderSize, Batch.MaximumOutput), out var first, out var last, out _length);
        if (result is TailResult.Output or TailResult.Fact)
        {
            (First, Last, Time, Type, Principal) = (first.Seq, last.Seq, last.Time, first.Type, first.Principal);
        }

        return result;
    }

    /// <summary>Reads on from the log; false when nothing follows the position.</summary>
    public async ValueTask<bool> FillFromAsync(LogReaders readers, long session, long after, CancellationToken cancellation)
    {
        Borrow(Room);
        _length = 0;
        First = Last = 0;
        await readers.ReadAsync(session, after, this, cancellation);
        return Last > 0;
    }

    public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        if (First == 0)
        {
            Borrow(OutputFrame.HeaderSize + payload.Length);
            (First, Last, Time, Type, Principal) = (stored.Seq, stored.Seq, stored.Time, stored.Type, stored.Principal);
            Append(payload);
            return stored.Type == EventLog.OutputType;
        }

        if (stored.Type != EventLog.OutputType || stored.Seq != Last + 1
            || _length + payload.Length > Batch.MaximumOutput)
        {
            return false;
        }

        (Last, Time) = (stored.Seq, stored.Time);
        Append(payload);
        return true;
    }

    public void Release()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private void Borrow(int size)
    {
        if (_buffer.Length < size)
        {
            Release();
            _buffer = ArrayPool<byte>.Shared.Rent(size);
        }
    }

    private void Append(ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(_buffer.AsSpan(OutputFrame.HeaderSize + _length));
        _length += payload.Length;
    }
}
