using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Dispatch.Runner.Sessions.Storage.Segments;

/// <summary>Takes a session's oldest output and makes a segment of it.</summary>
/// <param name="session">Its id.</param>
/// <param name="after">See <see cref="SegmentRow.After"/>.</param>
/// <param name="enough">Bytes of output, and what the events cost, with which it is full.</param>
internal sealed class SegmentBuilder(string session, long after, long enough) : IEventSink, IDisposable
{
    /// <summary>Of keystrokes' echoes there are many in few bytes; their rows are deleted while nobody can commit.</summary>
    private const int MostEvents = 8192;

    // Of Brotli's 0 to 11: a flood has to be sealed as fast as it comes.
    private const int Quality = 2;

    // As a power of two: 256 KiB. A larger one saves little of a terminal's output, and takes its memory many times over.
    private const int Window = 18;

    private readonly List<SealedEvent> _events = [];

    // Borrowed, as all that is large here: in a flood one segment comes after the other.
    private readonly byte[] _output = ArrayPool<byte>.Shared.Rent((int)enough + Batch.MaximumOutput);
    private int _length;
    private long _cost;

    public bool IsEmpty => _events.Count == 0;

    public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        _events.Add(new SealedEvent(stored.Seq, stored.Position, stored.Epoch, stored.Time, stored.Principal, stored.KeyId, payload.Length));
        payload.CopyTo(_output.AsSpan(_length));
        _length += payload.Length;
        _cost += payload.Length + EventLog.EventCost;
        return _cost < enough && _events.Count < MostEvents;
    }

    /// <summary>The file's bytes, and what the log is to know of it.</summary>
    public (byte[] File, SegmentRow Row) Make(byte[]? previous)
    {
        var list = new ArrayBufferWriter<byte>();
        SegmentColumns.Write(_events, list);
        var (borrowedList, storedList) = Compress(list.WrittenSpan);
        var (borrowedOutput, storedOutput) = Compress(_output.AsSpan(0, _length));
        var header = new SegmentHeader
        {
            Session = session,
            After = after,
            First = _events[0].Seq,
            Last = _events[^1].Seq,
            Events = _events.Count,
            List = (list.WrittenCount, storedList),
            Output = (_length, storedOutput),
            Previous = previous ?? new byte[SegmentHeader.HashSize],
        };
        var file = new byte[header.FileSize];
        header.Write(file);
        borrowedList.AsSpan(0, storedList).CopyTo(file.AsSpan(header.Size));
        borrowedOutput.AsSpan(0, storedOutput).CopyTo(file.AsSpan(header.Size + storedList));
        ArrayPool<byte>.Shared.Return(borrowedList);
        ArrayPool<byte>.Shared.Return(borrowedOutput);
        return (file, new SegmentRow(
            after, header.First, header.Last, header.Events, header.Output.Plain, file.Length, _events[^1].Time, SHA256.HashData(file)));
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_output);

    private static (byte[] Borrowed, int Length) Compress(ReadOnlySpan<byte> plain)
    {
        var stored = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(plain.Length));
        return BrotliEncoder.TryCompress(plain, stored, out var length, Quality, Window)
            ? (stored, length)
            : throw new InvalidOperationException("Brotli needs more room than it says.");
    }
}
