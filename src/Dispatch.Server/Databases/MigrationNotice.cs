using Dispatch.Server.Storage;

namespace Dispatch.Server.Databases;

/// <summary>Says in the log what a start has changed in the database, and where it is as it was before.</summary>
internal static partial class MigrationNotice
{
    public static void Log(ILogger logger, IDatabase database, Migrated migrated)
    {
        if (migrated.From == 0 || migrated.From == migrated.To)
        {
            return;
        }

        if (migrated.Copy is { } copy)
        {
            LogMigrated(logger, database.Location, migrated.From, migrated.To, copy);
        }
        else
        {
            LogMigratedWithoutCopy(logger, database.Location, migrated.From, migrated.To);
        }
    }

    [LoggerMessage(60, LogLevel.Information, "The database {Location} was brought from schema {From} to {To}; how it was before is in {Copy}")]
    private static partial void LogMigrated(ILogger logger, string location, long from, long to, string copy);

    [LoggerMessage(61, LogLevel.Warning, "The database {Location} was brought from schema {From} to {To} in one transaction. It was not copied before, as PostgreSQL is backed up by pg_dump")]
    private static partial void LogMigratedWithoutCopy(ILogger logger, string location, long from, long to);
}
