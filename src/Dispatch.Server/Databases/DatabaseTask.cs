namespace Dispatch.Server.Databases;

/// <summary>What the server's program does with the database instead of serving.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Target">The file that a copy goes into.</param>
internal sealed record DatabaseTask(DatabaseTaskKind Kind, string? Target = null);

internal enum DatabaseTaskKind
{
    Inspect,
    Verify,
    Migrate,
    Copy,
}
