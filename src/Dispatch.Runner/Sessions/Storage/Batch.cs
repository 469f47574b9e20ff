using System.Buffers;
using System.Runtime.InteropServices;

namespace Dispatch.Runner.Sessions.Storage;

/// <summary>
/// Events that are committed together. Bytes are gathered in one buffer, and adjoining output of a session in one event, so that a
/// flood costs few rows and a keystroke no allocation. Used by one thread at a time.
/// </summary>
internal sealed class Batch
{
    /// <summary>The most output in one event: what 16 reads of a terminal give.</summary>
    public const int MaximumOutput = 64 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _length;

    public List<Entry> Entries { get; } = [];

    /// <summary>Sessions whose process or offsets changed.</summary>
    public List<SourceMove> Moves { get; } = [];

    public int Bytes => _length;

    public bool IsEmpty => Entries.Count == 0 && Moves.Count == 0;

    public ReadOnlySpan<byte> Payload(in Entry entry) => _bytes.AsSpan(entry.Start, entry.Length);

    public void Output(Session session, ReadOnlySpan<byte> bytes)
    {
        if (Entries.Count > 0)
        {
            ref var last = ref CollectionsMarshal.AsSpan(Entries)[^1];
            if (last.Session == session && last.Type == EventLog.OutputType && last.Length + bytes.Length <= MaximumOutput)
            {
                Store(bytes);
                last.Length += bytes.Length;
                return;
            }
        }

        Add(session, EventLog.OutputType, principal: 0, bytes);
    }

    /// <param name="session">Whose it is.</param>
    /// <param name="type">By its number in the log.</param>
    /// <param name="principal">By its number in the log.</param>
    /// <param name="payload">JSON, or bytes of output.</param>
    /// <param name="time">When it happened; null for the time of the commit.</param>
    public void Add(Session session, int type, int principal, ReadOnlySpan<byte> payload, long? time = null)
    {
        var start = _length;
        Store(payload);
        Entries.Add(new Entry { Session = session, Type = type, Principal = principal, Start = start, Length = payload.Length, Time = time });
    }

    /// <summary>The process's output is in the log up to <paramref name="offset"/> once the batch is committed.</summary>
    public void Move(Session session, Guid process, int stream, long offset)
    {
        var moves = CollectionsMarshal.AsSpan(Moves);
        for (var i = moves.Length - 1; i >= 0; i--)
        {
            if (moves[i].Session == session && moves[i].Stream == stream && moves[i].Process == process)
            {
                moves[i].Offset = offset;
                return;
            }
        }

        Moves.Add(new SourceMove { Session = session, Process = process, Stream = stream, Offset = offset });
    }

    public void Clear()
    {
        Entries.Clear();
        Moves.Clear();
        _length = 0;
    }

    private void Store(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + bytes.Length));
            _bytes.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    internal struct Entry
    {
        public required Session Session;
        public required int Type;
        public required int Principal;
        public required int Start;
        public required int Length;

        /// <summary>Null for the time of the commit.</summary>
        public required long? Time;

        /// <summary>Given by the commit.</summary>
        public long Seq;
    }

    internal struct SourceMove
    {
        public required Session Session;
        public required Guid Process;
        public required int Stream;
        public required long Offset;
    }
}
