using System.Globalization;
using Dispatch.Protocol.Databases;
using Dispatch.Runner.Sessions.Storage;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Backups.Storage;

/// <summary>A log that nobody has open, read without locks and without making a file beside it.</summary>
internal static class StoredLog
{
    /// <exception cref="LogFaultException">It is of a newer version, or no log.</exception>
    public static LogContents Contents(string workspace, string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = new Uri(path).AbsoluteUri + "?immutable=1",
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            return LogSchema.IsKnown(connection, path)
                ? Read(connection, workspace)
                : throw new LogFaultException($"The log {path} is empty. Start Dispatch to fill it.");
        }
        catch (SqliteException e)
        {
            throw new LogFaultException($"The log {path} can't be read: {e.Message} Read all of it with: dispatch db verify", e);
        }
    }

    private static LogContents Read(SqliteConnection connection, string workspace)
    {
        var sessions = new List<SessionPosition>();
        using var all = new Statement(connection, """
            SELECT public_id, coalesce((SELECT max(seq) FROM events WHERE session = sessions.id), 0) FROM sessions WHERE removed = 0 ORDER BY id
            """);
        while (all.Step())
        {
            sessions.Add(new SessionPosition(all.Text(0), all.Integer(1)));
        }

        using var epoch = new Statement(connection, "SELECT value FROM meta WHERE name = 'epoch'");
        using var events = new Statement(connection, "SELECT count(*) FROM events");
        events.Step();
        return new LogContents(
            workspace, LogSchema.Version, epoch.Step() ? int.Parse(epoch.Text(0), CultureInfo.InvariantCulture) : 1, events.Integer(0), sessions);
    }
}
