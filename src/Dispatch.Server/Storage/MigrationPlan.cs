using Dispatch.Protocol.Databases;

namespace Dispatch.Server.Storage;

/// <summary>What is to be done with a database that has had some scripts applied, by a program that knows some.</summary>
/// <param name="Refusal">Why nothing may be done; null when it may.</param>
/// <param name="Pending">What it lacks, in order.</param>
internal sealed record MigrationPlan(DatabaseFault? Refusal, IReadOnlyList<Migration> Pending)
{
    private const string Untouched = "Nothing was changed.";

    public static MigrationPlan Of(string location, IReadOnlyList<AppliedMigration> applied, IReadOnlyList<Migration> known)
    {
        for (var i = 0; i < applied.Count; i++)
        {
            if (i >= known.Count)
            {
                return Refuse(
                    "database.newer", $"The database {location} is of a newer version of Dispatch (schema {applied[^1].Version}, this program knows {known[^1].Version}).",
                    "Start that version, or a newer one; to go back to this one, restore a backup that it made (dispatch restore).");
            }

            if (applied[i].Version != known[i].Version || applied[i].Checksum != known[i].Checksum)
            {
                return Refuse(
                    "database.altered",
                    $"The database {location} was made by other scripts than this program's: migration {applied[i].Version}, {applied[i].Name}, has another checksum ({Short(applied[i].Checksum)} there, {Short(known[i].Checksum)} here).",
                    "Start the version that made it.");
            }
        }

        return new MigrationPlan(null, [.. known.Skip(applied.Count)]);
    }

    private static string Short(string checksum) => checksum.Length > 8 ? checksum[..8] + "…" : checksum;

    private static MigrationPlan Refuse(string code, string found, string next) => new(new DatabaseFault(code, found, $"{Untouched} {next}"), []);
}

/// <summary>A row of <c>schema_migrations</c>.</summary>
internal sealed record AppliedMigration(long Version, string Name, string Checksum, long AppliedAt);

/// <param name="From">The version before; 0 for none.</param>
/// <param name="To">The version now.</param>
/// <param name="Copy">The copy of how it was before.</param>
/// <param name="Refusal">Why nothing was done.</param>
internal sealed record Migrated(long From, long To, string? Copy, DatabaseFault? Refusal);
