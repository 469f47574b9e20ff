using System.Data.Common;
using Dapper;

namespace Dispatch.Server.Storage;

/// <summary>Brings a database to this program's schema: all missing scripts in one transaction, or none.</summary>
internal sealed class Migrator(IDatabase database, TimeProvider time)
{
    private const string Table = """
        CREATE TABLE IF NOT EXISTS schema_migrations
            (version BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)
        """;

    /// <returns>Why the database can't be used by this program, with the next step; null when it is ready.</returns>
    public Task<string?> RunAsync(CancellationToken cancellation) => RunAsync(Migration.Of(database.Engine), cancellation);

    public async Task<string?> RunAsync(IReadOnlyList<Migration> known, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await database.BeginExclusiveAsync(connection, cancellation);
        await connection.ExecuteAsync(Table, transaction: transaction);
        var applied = (await connection.QueryAsync<Applied>(
            "SELECT version AS Version, name AS Name, checksum AS Checksum FROM schema_migrations ORDER BY version", transaction: transaction)).AsList();

        if (Refuse(applied, known) is { } reason)
        {
            return reason;
        }

        foreach (var migration in known.Skip(applied.Count))
        {
            await ApplyAsync(connection, transaction, migration);
        }

        await transaction.CommitAsync(cancellation);
        return null;
    }

    private string? Refuse(List<Applied> applied, IReadOnlyList<Migration> known)
    {
        for (var i = 0; i < applied.Count; i++)
        {
            if (i >= known.Count)
            {
                return $"The database {database.Location} is of a newer version of Dispatch (schema {applied[^1].Version}, this program knows {known[^1].Version}); start that version, or a newer one.";
            }

            if (applied[i].Version != known[i].Version || applied[i].Checksum != known[i].Checksum)
            {
                return $"The database {database.Location} was made by other scripts than this program's (migration {applied[i].Version}, {applied[i].Name}, has another checksum); start the version that made it.";
            }
        }

        return null;
    }

    private async Task ApplyAsync(DbConnection connection, DbTransaction transaction, Migration migration)
    {
        await connection.ExecuteAsync(migration.Sql, transaction: transaction);
        await connection.ExecuteAsync(
            "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (@Version, @Name, @Checksum, @now)",
            new { migration.Version, migration.Name, migration.Checksum, now = time.NowMilliseconds() },
            transaction);
    }

    private sealed record Applied(long Version, string Name, string Checksum);
}
