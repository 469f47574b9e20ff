using Dispatch.Protocol.Agents;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Agents.Conversations;

/// <summary>Reads stretches of an agent's conversation from the log, whole turns each.</summary>
internal static class ConversationReader
{
    /// <summary>Turns of one stretch.</summary>
    public const int MostTurns = 200;

    // Of one stretch: one turn may have 16 MB, and then comes alone.
    private const long MostBytes = 4 * 1024 * 1024;

    /// <summary>
    /// The pieces of the last turns before a position, and that of the first of them; null when that is the beginning. Fewer turns than asked for
    /// where they are large, but always one.
    /// </summary>
    public static async ValueTask<(IReadOnlyList<Piece> Pieces, long? Before)> LastAsync(Session session, long through, int turns, CancellationToken cancellation)
    {
        var starts = new Starts(turns + 1);
        await session.Workspace.Readers.BackAsync(session.Log.Row, through, SessionFacts.Type(session, AgentEvents.Prompted), starts, cancellation);
        var first = starts.Seqs.Count > turns ? starts.Seqs[turns - 1] : (long?)null;
        var later = starts.Seqs.Take(Math.Min(turns, starts.Seqs.Count) - 1).Reverse();
        var sink = new ConversationSink(session.Events.Names, through, MostBytes, later);
        await session.Workspace.Readers.OutlineAsync(session.Log.Row, first is { } at ? at - 1 : 0, facts: true, sink, cancellation);
        return (sink.Pieces, sink.First ?? first);
    }

    /// <summary>All of it, up to a position.</summary>
    public static async ValueTask<IReadOnlyList<Piece>> AllAsync(Session session, long through, CancellationToken cancellation)
    {
        var sink = new ConversationSink(session.Events.Names, through);
        await session.Workspace.Readers.OutlineAsync(session.Log.Row, 0, facts: true, sink, cancellation);
        return sink.Pieces;
    }

    private sealed class Starts(int most) : IEventSink
    {
        public List<long> Seqs { get; } = [];

        public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
        {
            Seqs.Add(stored.Seq);
            return Seqs.Count < most;
        }
    }
}
