using System.Collections.Concurrent;
using Dispatch.Runner.Sessions.Storage.Segments;

namespace Dispatch.Runner.Sessions.Storage;

/// <summary>An event as it lies in the log; its payload is valid during the call that hands it over.</summary>
/// <param name="Length">The bytes of its payload, also where they aren't handed over.</param>
internal readonly record struct StoredEvent(long Position, long SessionRow, long Seq, int Epoch, long Time, int Type, int Principal, int KeyId, int Length);

/// <summary>Takes events in order; false ends the reading after the one given.</summary>
internal interface IEventSink
{
    bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload);
}

/// <summary>
/// Reads the past, beside the writer: a few connections of their own, each read short, so that no reader holds the WAL back. What was
/// sealed comes from its segments, in its place between the rows; only who asks for it by name learns of the difference.
/// </summary>
internal sealed class LogReaders(string path, SegmentReader segments) : IDisposable
{
    private const int Most = 4;
    private readonly SemaphoreSlim _free = new(Most);
    private readonly ConcurrentBag<LogReader> _readers = [];

    /// <summary>Hands over a session's events after a position, until the sink has enough.</summary>
    public ValueTask ReadAsync<TSink>(long session, long after, TSink sink, CancellationToken cancellation)
        where TSink : class, IEventSink =>
        WithReaderAsync(reader => reader.Session(session, after, sink), cancellation);

    /// <summary>
    /// Hands over a session's events after a position without the bytes of its output, whose number is in <see cref="StoredEvent.Length"/>;
    /// on wish its facts alone.
    /// </summary>
    public ValueTask OutlineAsync<TSink>(long session, long after, bool facts, TSink sink, CancellationToken cancellation)
        where TSink : class, IEventSink =>
        WithReaderAsync(reader => reader.Outline(session, after, facts, sink), cancellation);

    /// <summary>Hands over a session's output after a position, as far as it is still among the events.</summary>
    public ValueTask ReadHotAsync<TSink>(long session, long after, TSink sink, CancellationToken cancellation)
        where TSink : class, IEventSink =>
        WithReaderAsync(reader => reader.Hot(session, after, sink), cancellation);

    /// <summary>Hands over a session's events of one type from a position backwards, without their payloads.</summary>
    public ValueTask BackAsync<TSink>(long session, long from, int type, TSink sink, CancellationToken cancellation)
        where TSink : class, IEventSink =>
        WithReaderAsync(reader => reader.Back(session, from, type, sink), cancellation);

    /// <summary>What a session's output among the events costs, after a position and through another; see <see cref="SessionLog.HotCost"/>.</summary>
    public async ValueTask<long> HotCostAsync(long session, long after, long through, CancellationToken cancellation)
    {
        var cost = 0L;
        await WithReaderAsync(reader => cost = reader.HotCost(session, after, through), cancellation);
        return cost;
    }

    /// <summary>Hands over the workspace's facts (all but output) after a position of the workspace.</summary>
    public ValueTask ReadFactsAsync<TSink>(long after, TSink sink, CancellationToken cancellation)
        where TSink : class, IEventSink =>
        WithReaderAsync(reader => reader.Facts(after, sink), cancellation);

    public void Dispose()
    {
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _free.Dispose();
    }

    private async ValueTask WithReaderAsync(Action<LogReader> read, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            var reader = _readers.TryTake(out var idle) ? idle : new LogReader(path, segments);
            try
            {
                read(reader);
            }
            finally
            {
                // Also after a sink that threw: its statements are reset by then.
                _readers.Add(reader);
            }
        }
        finally
        {
            _free.Release();
        }
    }
}
