using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Terminals.Recordings;

/// <summary>Counts the bytes of output after a position, as far as it is asked to.</summary>
internal sealed class OutputSize : IEventSink
{
    private readonly long _through;
    private readonly long _enough;

    private OutputSize(long through, long enough) => (_through, _enough) = (through, enough);

    public long Bytes { get; private set; }

    /// <summary>The output of the events after one position up to another; counting ends where there is <paramref name="enough"/>.</summary>
    public static async ValueTask<long> BetweenAsync(Session session, long after, long through, long enough, CancellationToken cancellation)
    {
        var size = new OutputSize(through, enough);
        await session.Workspace.Readers.OutlineAsync(session.Log.Row, after, facts: false, size, cancellation);
        return size.Bytes;
    }

    public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        if (stored.Seq <= _through && stored.Type == EventLog.OutputType)
        {
            Bytes += stored.Length;
        }

        return stored.Seq < _through && Bytes < _enough;
    }
}
