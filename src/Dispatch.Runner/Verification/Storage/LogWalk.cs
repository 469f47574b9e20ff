using Dispatch.Runner.Sessions.Storage;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Verification.Storage;

/// <summary>Reads a log from end to end by a connection of its own, a page at a time, so that it holds no checkpoint back for long. Never writes.</summary>
internal sealed class LogWalk : IDisposable
{
    /// <summary>Events that one reading takes.</summary>
    private const int PageSize = 2048;

    private const int MostComplaints = 20;

    private readonly SqliteConnection _connection;
    private readonly Statement _page;

    private LogWalk(SqliteConnection connection, Statement page) => (_connection, _page) = (connection, page);

    /// <param name="path">The log.</param>
    /// <param name="immutable">Nobody has it open: it is read without locks, and without the files that a reader makes beside it.</param>
    /// <exception cref="LogFaultException">It is of a newer version, or no log.</exception>
    /// <exception cref="SqliteException">It can't be read at all.</exception>
    public static LogWalk Open(string path, bool immutable)
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

            return new LogWalk(connection, new Statement(connection, $"""
                SELECT seq, epoch, time, type, principal, key_id, (SELECT pruned_through FROM sessions WHERE id = ?1),
                    CASE type WHEN {EventLog.OutputType} THEN NULL ELSE payload END
                FROM events WHERE session = ?1 AND seq > ?2 ORDER BY seq LIMIT {PageSize}
                """));
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
    public int Page(long session, SessionWalk walk)
    {
        var count = 0;
        try
        {
            _page.Bind(1, session).Bind(2, walk.Seq);
            for (; _page.Step(); count++)
            {
                var stored = new WalkedEvent(
                    _page.Integer(0), (int)_page.Integer(1), _page.Integer(2), (int)_page.Integer(3), (int)_page.Integer(4), _page.Integer(5), _page.Integer(6));
                walk.Take(stored, _page.Blob(7));
            }

            return count;
        }
        finally
        {
            _page.Reset();
        }
    }

    public void Dispose()
    {
        _page.Dispose();
        _connection.Dispose();
    }
}

/// <param name="Row">Its number in the file.</param>
/// <param name="PublicId">What it is called by.</param>
/// <param name="Removed">Its past is gone.</param>
internal readonly record struct StoredSession(long Row, string PublicId, bool Removed);

/// <param name="PrunedThrough">The position up to which the session's output was dropped, as of this reading.</param>
internal readonly record struct WalkedEvent(long Seq, int Epoch, long Time, int Type, int Principal, long KeyId, long PrunedThrough);
