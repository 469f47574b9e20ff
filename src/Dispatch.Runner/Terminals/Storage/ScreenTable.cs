using Dispatch.Runner.Sessions.Storage;
using Dispatch.Terminal;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Terminals.Storage;

/// <summary>The file of <see cref="ScreenCache"/>. One thread at a time.</summary>
internal sealed class ScreenTable : IDisposable
{
    // A file of another shape is dropped like one that can't be read.
    private const string Shape = """
        PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA journal_size_limit=4194304;
        CREATE TABLE IF NOT EXISTS screens (
            session TEXT NOT NULL,
            seq INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            engine INTEGER NOT NULL,
            cols INTEGER NOT NULL,
            rows INTEGER NOT NULL,
            written INTEGER NOT NULL,
            data BLOB NOT NULL,
            PRIMARY KEY (session, seq));
        """;

    private readonly SqliteConnection _connection;
    private readonly Statement _newest, _put, _written, _delete, _prune, _remove, _vacuum;

    public ScreenTable(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            _connection.Open();
            LogSchema.Execute(_connection, Shape);
            _newest = new Statement(_connection, """
                SELECT seq, cols, rows, written, data FROM screens WHERE session = ?1 AND epoch = ?2 AND engine = ?3 AND seq <= ?4 ORDER BY seq DESC LIMIT 1
                """);
            _put = new Statement(_connection, """
                INSERT OR REPLACE INTO screens (session, seq, epoch, engine, cols, rows, written, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                """);
            _written = new Statement(_connection, "SELECT seq, written FROM screens WHERE session = ?1 AND epoch = ?2 AND engine = ?3 ORDER BY seq");
            _delete = new Statement(_connection, "DELETE FROM screens WHERE session = ?1 AND seq = ?2");
            _prune = new Statement(_connection, """
                DELETE FROM screens WHERE session = ?1 AND seq < (SELECT max(seq) FROM screens WHERE session = ?1 AND seq <= ?2)
                """);
            _remove = new Statement(_connection, "DELETE FROM screens WHERE session = ?1");
            _vacuum = new Statement(_connection, "PRAGMA incremental_vacuum(64)");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Drops what another epoch or another engine left.</summary>
    public void Forget(int epoch, int engine)
    {
        using var forget = new Statement(_connection, "DELETE FROM screens WHERE epoch <> ?1 OR engine <> ?2");
        forget.Bind(1, epoch).Bind(2, engine).Run();
    }

    /// <summary>With its bytes as they lie there.</summary>
    public KeptScreen? Newest(string session, int epoch, long through)
    {
        try
        {
            return _newest.Bind(1, session).Bind(2, epoch).Bind(3, Emulator.FormatVersion).Bind(4, through).Step()
                ? new KeptScreen(
                    session, _newest.Integer(0), (int)_newest.Integer(1), (int)_newest.Integer(2), _newest.Integer(3), _newest.Blob(4).ToArray())
                : null;
        }
        finally
        {
            _newest.Reset();
        }
    }

    public void Put(KeptScreen screen, int epoch, ReadOnlySpan<byte> packed) =>
        _put.Bind(1, screen.Session).Bind(2, screen.Seq).Bind(3, epoch).Bind(4, Emulator.FormatVersion).Bind(5, screen.Cols).Bind(6, screen.Rows)
            .Bind(7, screen.Written).Bind(8, packed).Run();

    /// <summary>Of a session's screens those go that are too many (<see cref="Thinning"/>).</summary>
    public void Thin(string session, int epoch, long distance)
    {
        var kept = new List<(long Seq, long Written)>();
        try
        {
            _written.Bind(1, session).Bind(2, epoch).Bind(3, Emulator.FormatVersion);
            while (_written.Step())
            {
                kept.Add((_written.Integer(0), _written.Integer(1)));
            }
        }
        finally
        {
            _written.Reset();
        }

        foreach (var seq in Thinning.Superfluous(kept, distance))
        {
            _delete.Bind(1, session).Bind(2, seq).Run();
        }
    }

    public void Prune(string session, long prunedThrough)
    {
        _prune.Bind(1, session).Bind(2, prunedThrough).Run();
        _vacuum.Run();
    }

    public void Remove(string session)
    {
        _remove.Bind(1, session).Run();
        _vacuum.Run();
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _newest, _put, _written, _delete, _prune, _remove, _vacuum })
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }
}
