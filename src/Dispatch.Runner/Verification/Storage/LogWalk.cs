using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Sessions.Storage.Segments;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Verification.Storage;

/// <summary>Reads a log and its segments from end to end by a connection of its own, a page at a time, so that it holds no checkpoint back for long. Never writes.</summary>
internal sealed class LogWalk : IDisposable
{
    /// <summary>Events that one reading takes.</summary>
    private const int PageSize = 2048;

    private const int MostComplaints = 20;

    /// <summary>Of an event, for <see cref="Event"/>; without the bytes of output. The session is the first parameter.</summary>
    public static readonly string Columns = $"""
        seq, epoch, time, type, principal, key_id, (SELECT pruned_through FROM sessions WHERE id = ?1),
            CASE type WHEN {EventLog.OutputType} THEN NULL ELSE payload END
        """;

    /// <summary>Where the payload is among <see cref="Columns"/>.</summary>
    public const int Payload = 7;

    private readonly SqliteConnection _connection;
    private readonly Statement _begin, _end, _page;
    private readonly SegmentWalk? _segments;

    private LogWalk(SqliteConnection connection, SegmentFolder segments)
    {
        _connection = connection;
        _begin = new Statement(connection, "BEGIN");
        _end = new Statement(connection, "COMMIT");
        _page = new Statement(connection, $"SELECT {Columns} FROM events WHERE session = ?1 AND seq > ?2 ORDER BY seq LIMIT {PageSize}");
        _segments = LogSchema.HasSegments(connection) ? new SegmentWalk(connection, segments) : null;
    }

    /// <param name="path">The log.</param>
    /// <param name="segments">Where its segments are; of a copy, those of the log itself.</param>
    /// <param name="immutable">Nobody has it open: it is read without locks, and without the files that a reader makes beside it.</param>
    /// <exception cref="LogFaultException">It is of a newer version, or no log.</exception>
    /// <exception cref="SqliteException">It can't be read at all.</exception>
    public static LogWalk Open(string path, SegmentFolder segments, bool immutable)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = immutable ? new Uri(path).AbsoluteUri + "?immutable=1" : path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            if (!LogSchema.IsKnown(connection, path))
            {
                throw new LogFaultException($"The log {path} is empty. Start Dispatch to fill it.");
            }

            return new LogWalk(connection, segments);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>What SQLite itself finds wrong with the file.</summary>
    /// <param name="indexes">Also compares the indexes with the tables.</param>
    public IReadOnlyList<string> Complaints(bool indexes)
    {
        var complaints = new List<string>();
        using var check = new Statement(_connection, $"PRAGMA {(indexes ? "integrity" : "quick")}_check({MostComplaints})");
        while (check.Step())
        {
            complaints.Add(check.Text(0));
        }

        return complaints is ["ok"] ? [] : complaints;
    }

    public IReadOnlyDictionary<int, string> Names()
    {
        var names = new Dictionary<int, string> { [0] = "" };
        using var all = new Statement(_connection, "SELECT id, name FROM names");
        while (all.Step())
        {
            names[(int)all.Integer(0)] = all.Text(1);
        }

        return names;
    }

    public IReadOnlyList<StoredSession> Sessions()
    {
        var sessions = new List<StoredSession>();
        using var all = new Statement(_connection, "SELECT id, public_id, removed FROM sessions ORDER BY id");
        while (all.Step())
        {
            sessions.Add(new StoredSession(all.Integer(0), all.Text(1), all.Integer(2) != 0));
        }

        return sessions;
    }

    /// <summary>Rows of sessions that events have and the list of sessions hasn't.</summary>
    public IReadOnlyList<long> Orphans()
    {
        var rows = new List<long>();
        using var find = new Statement(
            _connection, $"SELECT DISTINCT session FROM events WHERE session NOT IN (SELECT id FROM sessions) LIMIT {MostComplaints}");
        while (find.Step())
        {
            rows.Add(find.Integer(0));
        }

        return rows;
    }

    /// <summary>Hands over the events after the walk's position.</summary>
    /// <returns>How many there were; 0 at the end.</returns>
    public int Page(StoredSession session, SessionWalk walk)
    {
        try
        {
            return Page(session, walk, again: false);
        }
        catch (SegmentFaultException)
        {
            return Page(session, walk, again: true);
        }
    }

    public void Dispose()
    {
        _begin.Dispose();
        _end.Dispose();
        _page.Dispose();
        _segments?.Dispose();
        _connection.Dispose();
    }

    public static WalkedEvent Event(Statement at) => new(
        at.Integer(0), (int)at.Integer(1), at.Integer(2), (int)at.Integer(3), (int)at.Integer(4), at.Integer(5), at.Integer(6));

    private int Page(StoredSession session, SessionWalk walk, bool again)
    {
        // As of one moment: between two, output could go from the events to a segment.
        _begin.Run();
        try
        {
            if (_segments?.Page(session, walk, again) is { } sealedOnes)
            {
                return sealedOnes;
            }

            var count = 0;
            for (_page.Bind(1, session.Row).Bind(2, walk.Seq); _page.Step(); count++)
            {
                walk.Take(Event(_page), _page.Blob(Payload));
            }

            return count;
        }
        finally
        {
            _page.Reset();
            _end.Run();
        }
    }
}

/// <param name="Row">Its number in the file.</param>
/// <param name="PublicId">What it is called by.</param>
/// <param name="Removed">Its past is gone.</param>
internal readonly record struct StoredSession(long Row, string PublicId, bool Removed);

/// <param name="PrunedThrough">The position up to which the session's output was dropped or is elsewhere, as of this reading.</param>
internal readonly record struct WalkedEvent(long Seq, int Epoch, long Time, int Type, int Principal, long KeyId, long PrunedThrough);
