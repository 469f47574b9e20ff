using Dapper;

namespace Dispatch.Server.Storage;

/// <summary>The keys to models, each sealed before it comes here, and the limits of what is asked of them.</summary>
internal sealed class ModelKeyStore(IDatabase database)
{
    public async Task<IReadOnlyList<ModelKeyRow>> ListAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<ModelKeyRow>(
            "SELECT provider AS Provider, sealed_key AS SealedKey, base_url AS BaseUrl, changed_at AS ChangedAt FROM model_keys ORDER BY provider");
        return rows.AsList();
    }

    /// <param name="baseUrl">Null keeps the address that is there, as a new key to a proxy is the proxy's still; empty is none.</param>
    public async Task SetAsync(string provider, byte[] sealedKey, string? baseUrl, string principal, long now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(
            """
            INSERT INTO model_keys (provider, sealed_key, base_url, changed_at, changed_by) VALUES (@provider, @sealedKey, NULLIF(@baseUrl, ''), @now, @principal)
            ON CONFLICT (provider) DO UPDATE
            SET sealed_key = excluded.sealed_key, base_url = CASE WHEN @keeps THEN model_keys.base_url ELSE excluded.base_url END,
                changed_at = excluded.changed_at, changed_by = excluded.changed_by
            """,
            new { provider, sealedKey, baseUrl, keeps = baseUrl is null, principal, now });
    }

    /// <returns>Whether there was one.</returns>
    public async Task<bool> RemoveAsync(string provider, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteAsync("DELETE FROM model_keys WHERE provider = @provider", new { provider }) > 0;
    }

    /// <summary>By name; what has no limit is absent.</summary>
    public async Task<IReadOnlyDictionary<string, long>> LimitsAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<(string Name, long Most)>("SELECT name, most FROM model_limits");
        return rows.ToDictionary(row => row.Name, row => row.Most, StringComparer.Ordinal);
    }

    /// <summary>These and no others.</summary>
    public async Task SetLimitsAsync(IReadOnlyDictionary<string, long> limits, string principal, long now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await database.BeginExclusiveAsync(connection, cancellation);
        await connection.ExecuteAsync("DELETE FROM model_limits", transaction: transaction);
        foreach (var (name, most) in limits)
        {
            await connection.ExecuteAsync(
                "INSERT INTO model_limits (name, most, changed_at, changed_by) VALUES (@name, @most, @now, @principal)", new { name, most, now, principal }, transaction);
        }

        await transaction.CommitAsync(cancellation);
    }
}

/// <param name="SealedKey">As <c>SecretSeal</c> made it.</param>
/// <param name="BaseUrl">Where the provider is reached, when that was said with the key.</param>
/// <param name="ChangedAt">Milliseconds since 1970 UTC.</param>
internal sealed record ModelKeyRow(string Provider, byte[] SealedKey, string? BaseUrl, long ChangedAt);
