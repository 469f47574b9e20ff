using Dispatch.Server.Storage;
using Dispatch.Server.Storage.Postgres;
using Dispatch.Server.Storage.Sqlite;

namespace Dispatch.Server.Hosting;

/// <summary>Opens the database that the options name and brings it to this program's schema, or says why not.</summary>
internal static class DatabaseSetup
{
    /// <param name="told">Gets to know what was done.</param>
    public static async Task<IDatabase> OpenAsync(ServerOptions options, TimeProvider time, CancellationToken cancellation, Action<Migrated>? told = null)
    {
        var database = Choose(options);
        try
        {
            if (database is SqliteDatabase file)
            {
                await file.PrepareAsync(cancellation);
            }

            var migrated = await MigrateAsync(database, time, cancellation);
            told?.Invoke(migrated);
            return database;
        }
        catch (Exception e)
        {
            await database.DisposeAsync();
            if (database.Explain(e) is { } reason)
            {
                throw new StartException(reason, e);
            }

            throw;
        }
    }

    /// <summary>Brings it to this program's schema.</summary>
    /// <exception cref="StartException">It is of a newer version, or was made by other scripts.</exception>
    public static async Task<Migrated> MigrateAsync(IDatabase database, TimeProvider time, CancellationToken cancellation)
    {
        var migrated = await new Migrator(database, time).RunAsync(cancellation);
        if (migrated.Refusal is { } refusal)
        {
            throw new StartException($"{refusal.Found} {refusal.Next}");
        }

        return migrated;
    }

    public static IDatabase Choose(ServerOptions options)
    {
        if (options.Database is not { } connectionString)
        {
            return new SqliteDatabase(options.Data.ServerDatabase);
        }

        try
        {
            return new PostgresDatabase(connectionString);
        }
        catch (ArgumentException e)
        {
            throw new StartException($"The PostgreSQL connection string can't be read ({e.Message.ReplaceLineEndings(" ")}); give one like Host=…;Database=…;Username=…;Password=… with --database or {CommandLine.DatabaseVariable}.", e);
        }
    }
}
