using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Sessions.Storage;

/// <summary>A workspace's log as a database. A file of a newer version is left alone.</summary>
internal static class LogSchema
{
    public const int Version = 1;

    /// <summary>"DspL": tells a log from any other SQLite file.</summary>
    private const int ApplicationId = 0x4473704C;

    // One table for all events, so that one commit carries whatever came together. `position` orders the workspace (the feed's cursor),
    // (session, seq) orders a session. Facts are all that isn't terminal output: few, and found without walking the output.
    private const string Tables = """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE sessions (
            id INTEGER PRIMARY KEY,
            public_id TEXT NOT NULL UNIQUE,
            pruned_through INTEGER NOT NULL DEFAULT 0,
            removed INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE sources (
            session INTEGER NOT NULL,
            stream INTEGER NOT NULL,
            process BLOB NOT NULL,
            offset INTEGER NOT NULL,
            PRIMARY KEY (session, stream)) WITHOUT ROWID;
        CREATE TABLE events (
            position INTEGER PRIMARY KEY,
            session INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            time INTEGER NOT NULL,
            type INTEGER NOT NULL,
            principal INTEGER NOT NULL,
            key_id INTEGER NOT NULL DEFAULT 0,
            payload BLOB);
        CREATE UNIQUE INDEX events_of_session ON events (session, seq);
        CREATE INDEX facts ON events (position) WHERE type <> 1;
        INSERT INTO names (id, name) VALUES (1, 'terminal.output');
        """;

    // Beside the first tables, so that the format kept its number: docs/upgrades.md says why an older runner may go on
    // without it. One that removed a session left its segments.
    private const string Additions = """
        CREATE TABLE IF NOT EXISTS segments (
            session INTEGER NOT NULL,
            first_seq INTEGER NOT NULL,
            last_seq INTEGER NOT NULL,
            after_seq INTEGER NOT NULL,
            events INTEGER NOT NULL,
            output_bytes INTEGER NOT NULL,
            stored_bytes INTEGER NOT NULL,
            time INTEGER NOT NULL,
            hash BLOB NOT NULL,
            PRIMARY KEY (session, first_seq)) WITHOUT ROWID;
        DELETE FROM segments WHERE session IN (SELECT id FROM sessions WHERE removed <> 0);
        """;

    /// <summary>Makes the tables in an empty file, or checks that they are of a version this program knows.</summary>
    public static void Prepare(SqliteConnection connection, string path)
    {
        var known = IsKnown(connection, path);
        // Only now: these write, and what isn't this version's is left as it is.
        Execute(connection, "PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=16777216;");
        if (known)
        {
            Execute(connection, Additions);
            return;
        }

        using var transaction = connection.BeginTransaction();
        Execute(connection, Tables);
        Execute(connection, Additions);
        Execute(connection, $"PRAGMA user_version={Version}; PRAGMA application_id={ApplicationId};");
        transaction.Commit();
    }

    /// <summary>Whether the file has the tables of this version; it has none at all when false. Writes nothing.</summary>
    /// <exception cref="LogFaultException">It is of a newer version, or no log.</exception>
    public static bool IsKnown(SqliteConnection connection, string path)
    {
        var found = Scalar(connection, "PRAGMA user_version");
        var application = Scalar(connection, "PRAGMA application_id");
        if (found > Version)
        {
            throw new LogFaultException(
                $"The log {path} was written by a newer version of Dispatch (format {found}, this one knows {Version}). Start that version.");
        }

        var known = found == Version && application == ApplicationId;
        if (!known && Scalar(connection, "SELECT count(*) FROM sqlite_master") > 0)
        {
            throw new LogFaultException($"The file {path} is a database, but no log of Dispatch. Move it away and start again.");
        }

        return known;
    }

    /// <summary>Whether this log has segments; one that no runner of today had open hasn't even their table.</summary>
    public static bool HasSegments(SqliteConnection connection) =>
        Scalar(connection, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'segments'") > 0;

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only texts of this file and numbers.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only texts of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}

/// <summary>A log that can't be used as it is; the message names the file and the next step.</summary>
internal sealed class LogFaultException(string message, Exception? cause = null) : Exception(message, cause);
