using Dapper;

namespace Dispatch.Server.Storage;

/// <summary>How the windows of each device are arranged, as JSON, with a version that counts the changes.</summary>
internal sealed class LayoutStore(IDatabase database)
{
    /// <summary>So many does a device keep, those that were changed last.</summary>
    public const int MostPerDevice = 64;

    public async Task<KeptLayout?> FindAsync(LayoutKey key, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<KeptLayout>(
            """
            SELECT document AS Document, version AS Version FROM layouts
            WHERE device_id = @Device AND workspace = @Workspace AND window_number = @Window
            """,
            key);
    }

    /// <returns>The new version; null when the condition isn't met, and then nothing is changed.</returns>
    public async Task<long?> PutAsync(LayoutKey key, string document, LayoutCondition condition, long now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var version = await connection.ExecuteScalarAsync<long?>(
            condition.Version is > 0 or < 0 ? Replace : Insert(condition.Version is null),
            new { key.Device, key.Workspace, key.Window, document, now, condition.Version });
        if (version == 1)
        {
            await connection.ExecuteAsync(
                $"""
                DELETE FROM layouts WHERE device_id = @Device AND (workspace, window_number) NOT IN
                    (SELECT workspace, window_number FROM layouts WHERE device_id = @Device ORDER BY changed_at DESC, version LIMIT {MostPerDevice})
                """,
                key);
        }

        return version;
    }

    private const string Replace = """
        UPDATE layouts SET version = version + 1, document = @document, changed_at = @now
        WHERE device_id = @Device AND workspace = @Workspace AND window_number = @Window AND version = @Version
        RETURNING version
        """;

    private static string Insert(bool over) => $"""
        INSERT INTO layouts (device_id, workspace, window_number, version, document, changed_at)
        VALUES (@Device, @Workspace, @Window, 1, @document, @now)
        ON CONFLICT (device_id, workspace, window_number) DO
        {(over ? "UPDATE SET version = layouts.version + 1, document = excluded.document, changed_at = excluded.changed_at" : "NOTHING")}
        RETURNING version
        """;
}

/// <param name="Device">The signed-in browser.</param>
/// <param name="Workspace">The workspace's id.</param>
/// <param name="Window">Which of the browser's windows, from 1.</param>
internal sealed record LayoutKey(string Device, string Workspace, int Window);

internal sealed record KeptLayout(string Document, long Version);

/// <summary>What has to be there already for a layout to be written.</summary>
/// <param name="Version">Null for whatever, 0 for nothing, else this version.</param>
internal readonly record struct LayoutCondition(long? Version)
{
    public static readonly LayoutCondition Any = new(null);
    public static readonly LayoutCondition None = new(0);
}
