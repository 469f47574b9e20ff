using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Sessions.Storage.Segments;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Verification.Storage;

/// <summary>Reads a session's segments one after the other, each whole and against what the log knows of it.</summary>
internal sealed class SegmentWalk(SqliteConnection connection, SegmentFolder folder) : IDisposable
{
    private readonly Statement _next = new(connection, $"""
        SELECT {SegmentTable.Columns}, (SELECT p.hash FROM segments p WHERE p.session = ?1 AND p.first_seq < s.first_seq ORDER BY p.first_seq DESC LIMIT 1)
        FROM segments s WHERE s.session = ?1 AND s.last_seq > ?2 ORDER BY s.first_seq LIMIT 1
        """);

    private readonly Statement _facts = new(connection, $"""
        SELECT {LogWalk.Columns} FROM events WHERE session = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq
        """);

    /// <summary>Hands over the events through the end of the first segment that ends after the walk's position; the segment's own, and the facts among them.</summary>
    /// <param name="session">Whose they are.</param>
    /// <param name="walk">Takes them.</param>
    /// <param name="again">It is the second look at a segment that couldn't be relied on: at the first, it may just have been dropped.</param>
    /// <returns>How many there were; null when there is no such segment.</returns>
    /// <exception cref="SegmentFaultException">At the first look.</exception>
    public int? Page(StoredSession session, SessionWalk walk, bool again)
    {
        if (!_next.Bind(1, session.Row).Bind(2, walk.Seq).Step())
        {
            return null;
        }

        var row = SegmentTable.Row(_next);
        var previous = _next.Blob(8).ToArray();
        _next.Reset();
        var segment = Read(session, row, previous, walk, again);
        var (index, count) = (0, 0);
        try
        {
            for (_facts.Bind(1, session.Row).Bind(2, walk.Seq).Bind(3, row.Last); _facts.Step(); count++)
            {
                var fact = LogWalk.Event(_facts);
                count += Hand(fact.Seq);
                // What lies before a segment, or in one that can't be read, is no hole beside that.
                walk.Take(fact with { PrunedThrough = segment is null ? row.Last : row.After }, _facts.Blob(LogWalk.Payload));
            }
        }
        finally
        {
            _facts.Reset();
        }

        count += Hand(row.Last + 1);
        walk.Passed(row.Last);
        return count;

        int Hand(long before)
        {
            var first = index;
            for (; segment is not null && index < segment.Events.Count && segment.Events[index].Seq < before; index++)
            {
                var item = segment.Events[index];
                if (item.Seq > walk.Seq)
                {
                    walk.Take(new WalkedEvent(item.Seq, item.Epoch, item.Time, EventLog.OutputType, item.Principal, item.KeyId, row.After), default);
                }
            }

            return index - first;
        }
    }

    public void Dispose()
    {
        _next.Dispose();
        _facts.Dispose();
    }

    private Segment? Read(StoredSession session, SegmentRow row, byte[] previous, SessionWalk walk, bool again)
    {
        var path = folder.File(session.PublicId, row.First);
        try
        {
            var segment = Segment.Read(path, row.Hash);
            var header = segment.Header;
            var cause = header.Session != session.PublicId ? $"it belongs to the session {header.Session}"
                : (header.First, header.Last, header.After, header.Events) != (row.First, row.Last, row.After, row.Events) ? "its header isn't what the log says of it"
                : previous.Length > 0 && !header.Previous.AsSpan().SequenceEqual(previous) ? "it doesn't follow the segment before it: one between them is missing"
                : null;
            if (cause is not null)
            {
                walk.BadSegment(row, path, cause);
            }

            return segment;
        }
        catch (SegmentFaultException e) when (again)
        {
            walk.BadSegment(row, path, e.Message);
            return null;
        }
    }
}
