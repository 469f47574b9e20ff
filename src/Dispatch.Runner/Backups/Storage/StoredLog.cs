using System.Globalization;
using Dispatch.Protocol.Databases;
using Dispatch.Runner.Sessions.Storage;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Backups.Storage;

/// <summary>A log, looked at from outside: by a process that doesn't have it open.</summary>
internal static class StoredLog
{
    /// <summary>Of one that nobody writes to.</summary>
    /// <exception cref="LogFaultException">It is of a newer version, or no log.</exception>
    public static LogContents Contents(string workspace, string path)
    {
        using var connection = Connection(path, unchanging: true);
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

    /// <summary>Which version it has beside this program's.</summary>
    /// <param name="open">A runner may be writing to it.</param>
    public static LogStatus Status(string workspace, string path, bool open)
    {
        var bytes = new[] { path, path + "-wal" }.Sum(file => new FileInfo(file) is { Exists: true } there ? there.Length : 0);
        int? format = null;
        string? problem = null;
        try
        {
            using var connection = Connection(path, unchanging: !open && new FileInfo(path + "-wal") is not { Exists: true, Length: > 0 });
            connection.Open();
            using var version = new Statement(connection, "PRAGMA user_version");
            version.Step();
            format = (int)version.Integer(0);
            version.Reset();
            LogSchema.IsKnown(connection, path);
        }
        catch (LogFaultException e)
        {
            problem = e.Message;
        }
        catch (SqliteException e)
        {
            problem = $"The log {path} can't be read: {e.Message} Nothing was changed; put back a copy of it, or read what can be read with: dispatch db verify";
        }

        return new LogStatus(workspace, path, format, LogSchema.Version, bytes, problem);
    }

    private static SqliteConnection Connection(string path, bool unchanging) => new(new SqliteConnectionStringBuilder
    {
        // Unchanging: without locks, and without the files that a reader makes beside it.
        DataSource = unchanging ? new Uri(path).AbsoluteUri + "?immutable=1" : path,
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
    }.ToString());

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
