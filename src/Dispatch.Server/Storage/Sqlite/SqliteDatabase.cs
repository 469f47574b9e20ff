using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Dispatch.Server.Storage.Sqlite;

/// <summary>One file in the data folder: the default, for a server that is alone.</summary>
internal sealed class SqliteDatabase(string path, FileUse use = FileUse.Serving) : IDatabase
{
    // Opened by one server and, now and then, by a key rotation beside it: whoever comes second waits.
    private const string EveryConnection = "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;";

    /// <summary>Copies that were made before migrations and are kept.</summary>
    private const int MostCopies = 3;

    private const int MostComplaints = 20;

    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = use == FileUse.Unchanging ? new Uri(path).AbsoluteUri + "?immutable=1" : path,
        Mode = use == FileUse.Serving ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadOnly,
        Pooling = true,
    }.ToString();

    public string Engine => "sqlite";
    public string Location => path;
    public bool Shared => false;

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

    public async Task<bool> HasTableAsync(DbConnection connection, DbTransaction? transaction, string name, CancellationToken cancellation) =>
        await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = @name", new { name }, transaction) > 0;

    public Task<long> SizeAsync(DbConnection connection, CancellationToken cancellation) =>
        Task.FromResult(new[] { path, path + "-wal" }.Sum(file => new FileInfo(file) is { Exists: true } there ? there.Length : 0));

    public async Task<IReadOnlyList<string>> ComplaintsAsync(DbConnection connection, CancellationToken cancellation)
    {
        var whole = (await connection.QueryAsync<string>($"PRAGMA integrity_check({MostComplaints})")).AsList();
        var references = await connection.QueryAsync<string>(
            "SELECT 'a row of ' || \"table\" || ' refers to one of ' || parent || ' that is missing' FROM pragma_foreign_key_check LIMIT @MostComplaints", new { MostComplaints });
        return [.. whole is ["ok"] ? [] : whole, .. references];
    }

    public Task<string?> CopyAsideAsync(long schema, CancellationToken cancellation)
    {
        var copy = string.Create(CultureInfo.InvariantCulture, $"{path}.schema-{schema}.bak");
        SqliteCopy.TakeOnline(path, copy + ".new");
        File.Move(copy + ".new", copy, overwrite: true);
        foreach (var old in Copies().SkipLast(MostCopies))
        {
            File.Delete(old);
        }

        return Task.FromResult<string?>(copy);
    }

    public string? Explain(Exception exception) => (exception as SqliteException)?.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB =>
            $"The database {path} is damaged; restore it from a backup, or move it aside to start with a new one (sessions live on, devices sign in again).",
        SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM or SQLitePCL.raw.SQLITE_READONLY =>
            $"The database {path} can't be opened for writing; make the file and its folder writable for this account.",
        SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR =>
            $"The database {path} can't be written ({exception.Message.TrimEnd('.')}); free space on its disk or check the disk.",
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED =>
            $"The database {path} is locked by another program; stop that program, then try again.",
        _ => null,
    };

    /// <summary>By schema, the oldest first.</summary>
    private IEnumerable<string> Copies() => Directory
        .EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".schema-*.bak")
        .OrderBy(file => file.Length).ThenBy(file => file, StringComparer.Ordinal);

    public ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }
}

internal enum FileUse
{
    Serving,

    /// <summary>Beside a server that may write to it.</summary>
    Reading,

    /// <summary>Nobody writes to it: it is read without locks, and without the files that a reader makes beside it.</summary>
    Unchanging,
}
