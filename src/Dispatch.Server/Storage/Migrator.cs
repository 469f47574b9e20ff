using System.Data.Common;
using Dapper;

namespace Dispatch.Server.Storage;

/// <summary>
/// Brings a database to this program's schema: all missing scripts in one transaction, or none, and before it a copy aside where the engine
/// lets one be made.
/// </summary>
internal sealed class Migrator(IDatabase database, TimeProvider time)
{
    private const string Name = "schema_migrations";

    private const string Table = $"""
        CREATE TABLE IF NOT EXISTS {Name}
            (version BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)
        """;

    public Task<Migrated> RunAsync(CancellationToken cancellation) => RunAsync(Migration.Of(database.Engine), cancellation);

    public async Task<Migrated> RunAsync(IReadOnlyList<Migration> known, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var applied = await AppliedAsync(connection, null, cancellation);
        var plan = MigrationPlan.Of(database.Location, applied, known);
        if (plan.Refusal is not null || plan.Pending is [])
        {
            return new Migrated(Version(applied), Version(applied), null, plan.Refusal);
        }

        // Another server may have been faster until it was this one's turn.
        await using var transaction = await database.BeginExclusiveAsync(connection, cancellation);
        applied = await AppliedAsync(connection, transaction, cancellation);
        plan = MigrationPlan.Of(database.Location, applied, known);
        var copy = applied is [] || plan.Pending is [] ? null : await database.CopyAsideAsync(Version(applied), cancellation);
        await connection.ExecuteAsync(Table, transaction: transaction);
        foreach (var migration in plan.Pending)
        {
            await ApplyAsync(connection, transaction, migration);
        }

        await transaction.CommitAsync(cancellation);
        return new Migrated(Version(applied), plan.Pending is [.., var last] ? last.Version : Version(applied), copy, plan.Refusal);
    }

    /// <summary>What was applied so far, by number. Makes no table.</summary>
    public async Task<IReadOnlyList<AppliedMigration>> AppliedAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation) =>
        await database.HasTableAsync(connection, transaction, Name, cancellation)
            ? (await connection.QueryAsync<AppliedMigration>(
                $"SELECT version AS Version, name AS Name, checksum AS Checksum, applied_at AS AppliedAt FROM {Name} ORDER BY version",
                transaction: transaction)).AsList()
            : [];

    private static long Version(IReadOnlyList<AppliedMigration> applied) => applied is [.., var last] ? last.Version : 0;

    private async Task ApplyAsync(DbConnection connection, DbTransaction transaction, Migration migration)
    {
        await connection.ExecuteAsync(migration.Sql, transaction: transaction);
        await connection.ExecuteAsync(
            $"INSERT INTO {Name} (version, name, checksum, applied_at) VALUES (@Version, @Name, @Checksum, @now)",
            new { migration.Version, migration.Name, migration.Checksum, now = time.NowMilliseconds() },
            transaction);
    }
}
