using Dapper;

namespace Dispatch.Server.Storage;

/// <summary>The workspaces' secret variables, each sealed before it comes here.</summary>
internal sealed class SecretStore(IDatabase database)
{
    private const string Columns = "SELECT workspace AS Workspace, name AS Name, sealed_value AS SealedValue, changed_at AS ChangedAt FROM secrets";

    public async Task<IReadOnlyList<SecretRow>> ListAsync(string environment, string? workspace, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var one = workspace is null ? "" : " AND workspace = @workspace";
        var rows = await connection.QueryAsync<SecretRow>(
            $"{Columns} WHERE environment_id = @environment{one} ORDER BY workspace, name", new { environment, workspace });
        return rows.AsList();
    }

    /// <returns>False when the workspace has as many as may be.</returns>
    public async Task<bool> SetAsync(
        string environment, string workspace, string name, byte[] sealedValue, string principal, long now, int most, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await database.BeginExclusiveAsync(connection, cancellation);
        var key = new { environment, workspace, name, sealedValue, principal, now };
        var others = await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM secrets WHERE environment_id = @environment AND workspace = @workspace AND name <> @name", key, transaction);
        if (others >= most)
        {
            return false;
        }

        await connection.ExecuteAsync(
            """
            INSERT INTO secrets (environment_id, workspace, name, sealed_value, changed_at, changed_by)
            VALUES (@environment, @workspace, @name, @sealedValue, @now, @principal)
            ON CONFLICT (environment_id, workspace, name)
            DO UPDATE SET sealed_value = excluded.sealed_value, changed_at = excluded.changed_at, changed_by = excluded.changed_by
            """,
            key,
            transaction);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <returns>Whether there was one.</returns>
    public async Task<bool> RemoveAsync(string environment, string workspace, string name, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteAsync(
            "DELETE FROM secrets WHERE environment_id = @environment AND workspace = @workspace AND name = @name", new { environment, workspace, name }) > 0;
    }

    /// <summary>All of a workspace that is gone.</summary>
    public async Task ForgetAsync(string environment, string workspace, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync("DELETE FROM secrets WHERE environment_id = @environment AND workspace = @workspace", new { environment, workspace });
    }
}

/// <param name="SealedValue">As <c>SecretSeal</c> made it.</param>
/// <param name="ChangedAt">Milliseconds since 1970 UTC.</param>
internal sealed record SecretRow(string Workspace, string Name, byte[] SealedValue, long ChangedAt);
