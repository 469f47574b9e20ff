using Dispatch.Runner.Sessions.Storage.Segments;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Sessions.Storage;

/// <summary>Reads at start where every session stands; the facts are folded by the caller.</summary>
internal static class LogLoader
{
    public static IReadOnlyList<SessionLog> Sessions(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        var logs = new Dictionary<long, SessionLog>();
        using var sessions = new Statement(connection, "SELECT id, public_id, pruned_through FROM sessions WHERE removed = 0 ORDER BY id");
        while (sessions.Step())
        {
            logs[sessions.Integer(0)] = new SessionLog(sessions.Integer(0), sessions.Text(1)) { HotAfter = sessions.Integer(2) };
        }

        using var last = new Statement(connection, "SELECT max(seq) FROM events WHERE session = ?1");
        using var segments = new SegmentTable(connection);
        foreach (var log in logs.Values)
        {
            segments.Count(log);
            last.Bind(1, log.Row).Step();
            log.LastSeq = last.Integer(0);
            last.Reset();
        }

        using var sources = new Statement(connection, "SELECT session, stream, process, offset FROM sources");
        while (sources.Step())
        {
            if (logs.TryGetValue(sources.Integer(0), out var log))
            {
                log.Process = new Guid(sources.Blob(2));
                log.Offsets[sources.Integer(1)] = sources.Integer(3);
            }
        }

        return [.. logs.Values];
    }
}
