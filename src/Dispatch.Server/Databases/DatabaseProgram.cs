using System.Data.Common;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Databases;
using Dispatch.Server.Hosting;
using Dispatch.Server.Storage;
using Dispatch.Server.Storage.Sqlite;

namespace Dispatch.Server.Databases;

/// <summary>
/// The server's program as the one that looks after the database, for <c>dispatch db</c>, <c>backup</c> and <c>restore</c>:
/// <c>--inspect-database</c>, <c>--verify-database</c>, <c>--migrate-database</c> and <c>--copy-database FILE</c>. Each prints JSON.
/// </summary>
internal static class DatabaseProgram
{
    public static Task<string> RunAsync(ServerOptions options, DatabaseTask task, TimeProvider time, CancellationToken cancellation) => task.Kind switch
    {
        DatabaseTaskKind.Migrate => MigrateAsync(options, time, cancellation),
        DatabaseTaskKind.Copy => CopyAsync(options, task.Target!, cancellation),
        _ => InspectAsync(options, task.Kind == DatabaseTaskKind.Verify, cancellation),
    };

    private static async Task<string> InspectAsync(ServerOptions options, bool whole, CancellationToken cancellation)
    {
        await using var database = DatabaseSetup.Choose(options);
        return Json(options.Database is null
            ? await OfFileAsync(options.Data, whole, cancellation)
            : await ExplainedAsync(database, () => Inspection.RunAsync(database, whole, cancellation)));
    }

    private static async Task<DatabaseReport> OfFileAsync(DataFolder data, bool whole, CancellationToken cancellation)
    {
        var path = data.ServerDatabase;
        var closed = LockFile.Holder(data.ServerLock) is null && new FileInfo(path + "-wal") is not { Exists: true, Length: > 0 };
        await using var database = new SqliteDatabase(path, closed ? FileUse.Unchanging : FileUse.Reading);
        try
        {
            return File.Exists(path) ? await Inspection.RunAsync(database, whole, cancellation) : Inspection.Absent(database);
        }
        catch (DbException e)
        {
            return Inspection.Unreadable(database, e.Message);
        }
    }

    private static async Task<string> MigrateAsync(ServerOptions options, TimeProvider time, CancellationToken cancellation)
    {
        DataFolderSetup.Prepare(options.Data);
        using var held = await LockFile.TryTakeAsync(options.Data.ServerLock, time, cancellation)
            ?? throw new StartException($"A server (process {LockFile.Holder(options.Data.ServerLock)}) runs on the data folder {options.Data.Root}; it migrated its database at its start. To do it without a start, stop it first: dispatch stop.");
        await using var database = DatabaseSetup.Choose(options);
        return await ExplainedAsync(database, async () =>
        {
            if (database is SqliteDatabase file)
            {
                await file.PrepareAsync(cancellation);
            }

            var migrated = await DatabaseSetup.MigrateAsync(database, time, cancellation);
            return JsonSerializer.Serialize(
                new MigrationOutcome(migrated.From, migrated.To, migrated.Copy, await Inspection.RunAsync(database, whole: false, cancellation)),
                DatabaseWire.Default.MigrationOutcome);
        });
    }

    private static async Task<string> CopyAsync(ServerOptions options, string target, CancellationToken cancellation)
    {
        if (options.Database is not null)
        {
            throw new StartException("The database is in PostgreSQL, which only its own tools copy: use pg_dump.");
        }

        var path = options.Data.ServerDatabase;
        if (!File.Exists(path))
        {
            throw new StartException($"There is no database {path}; dispatch start makes it.");
        }

        await using var source = new SqliteDatabase(path);
        return await ExplainedAsync(source, async () =>
        {
            if (LockFile.Holder(options.Data.ServerLock) is null)
            {
                SqliteCopy.TakeFiles(path, target);
            }

            // A server that has just started may have written what was taken for unchanging.
            if (LockFile.Holder(options.Data.ServerLock) is not null)
            {
                SqliteCopy.TakeOnline(path, target);
            }

            await using var copy = new SqliteDatabase(target, FileUse.Unchanging);
            return Json(await Inspection.RunAsync(copy, whole: true, cancellation));
        });
    }

    private static async Task<T> ExplainedAsync<T>(IDatabase database, Func<Task<T>> use)
    {
        try
        {
            return await use();
        }
        catch (Exception e) when (database.Explain(e) is { } reason)
        {
            throw new StartException(reason, e);
        }
    }

    private static string Json(DatabaseReport report) => JsonSerializer.Serialize(report, DatabaseWire.Default.DatabaseReport);
}
