using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Sessions.Storage;

/// <summary>Takes a session's oldest output from the events. Positions stay what they are; facts are kept.</summary>
internal sealed class OutputCap(SqliteConnection connection) : IDisposable
{
    private readonly Statement _oldest = new(connection, """
        SELECT seq, length(payload) FROM events WHERE session = ?1 AND seq > ?2 AND type = 1 ORDER BY seq
        """);

    private readonly Statement _first = new(connection, "SELECT min(time) FROM (SELECT time FROM events WHERE session = ?1 AND seq > ?2 AND type = 1 ORDER BY seq LIMIT 1)");

    private readonly Statement _older = new(connection, """
        SELECT max(seq), count(*), sum(bytes) FROM (
            SELECT seq, length(payload) AS bytes FROM events
            WHERE session = ?1 AND seq > ?2 AND seq < ?3 AND type = 1 AND time < ?4 ORDER BY seq LIMIT 4096)
        """);

    private readonly Statement _delete = new(connection, "DELETE FROM events WHERE session = ?1 AND seq > ?2 AND seq <= ?3 AND type = 1");
    private readonly Statement _mark = new(connection, "UPDATE sessions SET pruned_through = ?2 WHERE id = ?1");

    /// <summary>Drops as much as is too much. Within the caller's transaction, after whose commit it is so.</summary>
    /// <returns>The position through which nothing is left, and the cost of what is dropped.</returns>
    public (long Through, long Freed) Prune(SessionLog log, long excess)
    {
        long through = log.HotAfter, freed = 0;
        _oldest.Bind(1, log.Row).Bind(2, log.HotAfter);
        while (freed < excess && _oldest.Step())
        {
            through = _oldest.Integer(0);
            freed += _oldest.Integer(1) + EventLog.EventCost;
        }

        _oldest.Reset();
        Remove(log, through);
        return (through, freed);
    }

    public long? Oldest(SessionLog log)
    {
        _first.Bind(1, log.Row).Bind(2, log.HotAfter).Step();
        long? oldest = _first.Integer(0) is > 0 and var time ? time : null;
        _first.Reset();
        return oldest;
    }

    /// <summary>Of the next output after a position, as much as is older than a time; never a session's last event.</summary>
    public (long Through, long Events, long Bytes) OlderThan(SessionLog log, long after, long before)
    {
        _older.Bind(1, log.Row).Bind(2, after).Bind(3, log.LastSeq).Bind(4, before).Step();
        var found = (_older.Integer(0), _older.Integer(1), _older.Integer(2));
        _older.Reset();
        return found;
    }

    /// <summary>Takes the output up to a position from the events, within the caller's transaction.</summary>
    public void Remove(SessionLog log, long through)
    {
        _delete.Bind(1, log.Row).Bind(2, log.HotAfter).Bind(3, through).Run();
        _mark.Bind(1, log.Row).Bind(2, through).Run();
    }

    /// <summary>Ready for the next use, after an error.</summary>
    public void Reset()
    {
        _oldest.Reset();
        _delete.Reset();
        _mark.Reset();
    }

    public void Dispose()
    {
        _oldest.Dispose();
        _first.Dispose();
        _older.Dispose();
        _delete.Dispose();
        _mark.Dispose();
    }
}
