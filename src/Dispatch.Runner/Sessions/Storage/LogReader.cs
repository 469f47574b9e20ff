using Dispatch.Runner.Sessions.Storage.Segments;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Sessions.Storage;

/// <summary>One connection that reads a log's past. Used by one thread at a time.</summary>
internal sealed class LogReader : IDisposable
{
    private const string Columns = "SELECT position, session, seq, epoch, time, type, principal, key_id, length(payload)";
    private const string WithoutOutput = $"{Columns}, CASE type WHEN 1 THEN NULL ELSE payload END FROM events WHERE session = ?1 AND seq > ?2";
    private readonly SqliteConnection _connection;
    private readonly SegmentReader _segments;
    private readonly Statement _begin, _end, _sealed, _session, _hot, _facts, _outline, _sessionFacts, _back, _hotCost;

    public LogReader(string path, SegmentReader segments)
    {
        _segments = segments;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        _connection.Open();
        _begin = new Statement(_connection, "BEGIN");
        _end = new Statement(_connection, "COMMIT");
        _sealed = new Statement(_connection, $"""
            SELECT {SegmentTable.Columns}, public_id FROM segments JOIN sessions ON id = session WHERE session = ?1 AND last_seq > ?2 ORDER BY first_seq
            """);
        _session = new Statement(_connection, $"{Columns}, payload FROM events WHERE session = ?1 AND seq > ?2 ORDER BY seq");
        _hot = new Statement(_connection, $"{Columns}, payload FROM events WHERE session = ?1 AND seq > ?2 AND type = 1 ORDER BY seq");
        _outline = new Statement(_connection, $"{WithoutOutput} ORDER BY seq");
        _sessionFacts = new Statement(_connection, $"{WithoutOutput} AND type <> 1 ORDER BY seq");
        _back = new Statement(_connection, $"{Columns}, NULL FROM events WHERE session = ?1 AND seq <= ?2 AND type = ?3 ORDER BY seq DESC");
        _hotCost = new Statement(_connection, """
            SELECT coalesce(sum(length(payload) + ?4), 0) FROM events WHERE session = ?1 AND seq > ?2 AND seq <= ?3 AND type = 1
            """);
        _facts = new Statement(_connection, $"{Columns}, payload FROM events WHERE position > ?1 AND type <> 1 ORDER BY position");
    }

    public void Session(long session, long after, IEventSink sink) => Merge(_session, session, after, withOutput: true, sink);

    public void Outline(long session, long after, bool facts, IEventSink sink)
    {
        if (facts)
        {
            Read(_sessionFacts.Bind(1, session).Bind(2, after), sink);
        }
        else
        {
            Merge(_outline, session, after, withOutput: false, sink);
        }
    }

    public void Hot(long session, long after, IEventSink sink) => Read(_hot.Bind(1, session).Bind(2, after), sink);

    public void Back(long session, long from, int type, IEventSink sink) => Read(_back.Bind(1, session).Bind(2, from).Bind(3, type), sink);

    public long HotCost(long session, long after, long through)
    {
        _hotCost.Bind(1, session).Bind(2, after).Bind(3, through).Bind(4, EventLog.EventCost).Step();
        var cost = _hotCost.Integer(0);
        _hotCost.Reset();
        return cost;
    }

    public void Facts(long after, IEventSink sink) => Read(_facts.Bind(1, after), sink);

    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _end, _sealed, _session, _hot, _facts, _outline, _sessionFacts, _back, _hotCost })
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    /// <summary>Rows and segments as of one moment: between two, output could go from the ones to the others.</summary>
    private void Merge(Statement rows, long session, long after, bool withOutput, IEventSink sink)
    {
        _begin.Run();
        var past = new SealedPast(_sealed.Bind(1, session).Bind(2, after), _segments, session, after, withOutput);
        try
        {
            var more = past.Next();
            for (rows.Bind(1, session).Bind(2, after); rows.Step();)
            {
                var stored = Stored(rows);
                for (; more && past.Stored.Seq < stored.Seq; more = past.Next())
                {
                    if (!sink.Take(past.Stored, past.Output))
                    {
                        return;
                    }
                }

                if (!sink.Take(stored, rows.Blob(9)))
                {
                    return;
                }
            }

            for (; more && sink.Take(past.Stored, past.Output); more = past.Next())
            {
            }
        }
        finally
        {
            rows.Reset();
            _sealed.Reset();
            _end.Run();
            if (past.Unread is var (id, row, cause))
            {
                TellUnlessDropped(session, id, row, cause);
            }
        }
    }

    /// <summary>Output that is dropped while it is read loses its file before the reader knows.</summary>
    private void TellUnlessDropped(long session, string id, SegmentRow row, string cause)
    {
        if (_sealed.Bind(1, session).Bind(2, row.Last - 1).Step() && SegmentTable.Row(_sealed).First == row.First)
        {
            _segments.Tell(id, row, cause);
        }

        _sealed.Reset();
    }

    private static void Read(Statement statement, IEventSink sink)
    {
        try
        {
            while (statement.Step() && sink.Take(Stored(statement), statement.Blob(9)))
            {
            }
        }
        finally
        {
            statement.Reset();
        }
    }

    private static StoredEvent Stored(Statement at) => new(
        at.Integer(0), at.Integer(1), at.Integer(2), (int)at.Integer(3), at.Integer(4), (int)at.Integer(5), (int)at.Integer(6), (int)at.Integer(7), (int)at.Integer(8));
}
