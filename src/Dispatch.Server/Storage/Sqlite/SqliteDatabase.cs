using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Dispatch.Server.Storage.Sqlite;

/// <summary>One file in the data folder: the default, for a server that is alone.</summary>
internal sealed class SqliteDatabase(string path) : IDatabase
{
    // Opened by one server and, now and then, by a key rotation beside it: whoever comes second waits.
    private const string EveryConnection = "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;";

    private readonly string _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = true }.ToString();

    public string Engine => "sqlite";
    public string Location => path;

    /// <summary>Makes the file when there is none, readable by its owner alone, and looks whether an existing one is whole.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            var ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using var made = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = ownerOnly });
        }

        await using var connection = await OpenAsync(cancellation);
        await using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA journal_mode = WAL; PRAGMA quick_check(1);";
        await using var reader = await check.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        await reader.ReadAsync(cancellation);
        if (reader.GetString(0) is not "ok")
        {
            throw new SqliteException(reader.GetString(0), SQLitePCL.raw.SQLITE_CORRUPT);
        }
    }

    public async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = EveryConnection;
            await command.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task<DbTransaction> BeginExclusiveAsync(DbConnection connection, CancellationToken cancellation) =>
        await connection.BeginTransactionAsync(cancellation);

    public string? Explain(Exception exception) => (exception as SqliteException)?.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB =>
            $"The database {path} is damaged; restore it from a backup, or move it aside to start with a new one (sessions live on, devices sign in again).",
        SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM or SQLitePCL.raw.SQLITE_READONLY =>
            $"The database {path} can't be opened for writing; make the file and its folder writable for this account.",
        SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR =>
            $"The database {path} can't be written ({exception.Message}); free space on its disk or check the disk.",
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED =>
            $"The database {path} is locked by another program; stop that program, then try again.",
        _ => null,
    };

    public ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }
}
