using Dispatch.Protocol.Databases;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Databases;

/// <summary>Looks how the database stands beside this program, and changes nothing.</summary>
internal static class Inspection
{
    private const string KeepCopy = "Nothing was changed. Keep a copy of the data folder before anything else; then restore a backup (dispatch restore), "
        + "or move the database aside to start with a new one (sessions live on, devices sign in again).";

    /// <param name="whole">Also have the engine read all of it.</param>
    public static async Task<DatabaseReport> RunAsync(IDatabase database, bool whole, CancellationToken cancellation)
    {
        var known = Migration.Of(database.Engine);
        await using var connection = await database.OpenAsync(cancellation);
        var applied = await new Migrator(database, TimeProvider.System).AppliedAsync(connection, null, cancellation);
        var faults = new List<DatabaseFault>();
        if (MigrationPlan.Of(database.Location, applied, known).Refusal is { } refusal)
        {
            faults.Add(refusal);
        }

        if (whole)
        {
            faults.AddRange((await database.ComplaintsAsync(connection, cancellation)).Select(complaint => Damaged(complaint.TrimEnd('.'))));
        }

        return Report(database, applied, known, await database.SizeAsync(connection, cancellation), faults);
    }

    /// <summary>Of a database that isn't there yet.</summary>
    public static DatabaseReport Absent(IDatabase database) => Report(database, [], Migration.Of(database.Engine), 0, []);

    /// <summary>Of one that can't be read at all.</summary>
    public static DatabaseReport Unreadable(IDatabase database, string cause) =>
        Report(database, [], Migration.Of(database.Engine), 0, [Damaged(cause.TrimEnd('.'))]);

    private static DatabaseReport Report(
        IDatabase database, IReadOnlyList<AppliedMigration> applied, IReadOnlyList<Migration> known, long bytes, IReadOnlyList<DatabaseFault> faults) => new(
        database.Engine, database.Location, applied is [.., var last] ? last.Version : 0, known[^1].Version, bytes,
        [
            .. applied.Select((migration, i) => new MigrationReport(
                migration.Version, migration.Name, State(migration, known.ElementAtOrDefault(i)), migration.Checksum,
                DateTimeOffset.FromUnixTimeMilliseconds(migration.AppliedAt))),
            .. known.Skip(applied.Count).Select(migration => new MigrationReport(migration.Version, migration.Name, "pending", migration.Checksum, null)),
        ],
        faults);

    private static string State(AppliedMigration applied, Migration? known) =>
        known is null ? "unknown" : applied.Version == known.Version && applied.Checksum == known.Checksum ? "applied" : "altered";

    private static DatabaseFault Damaged(string cause) => new("database.damaged", $"The database is damaged: {cause}.", KeepCopy);
}
