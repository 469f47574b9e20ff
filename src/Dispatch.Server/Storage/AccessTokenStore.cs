using Dapper;
using Dispatch.Server.Access;

namespace Dispatch.Server.Storage;

/// <summary>
/// The tokens of programs: a principal, its grants and a device each. Who made one is who granted it what it may; once it is revoked the
/// principal is all that stays of it, for what it did has its id.
/// </summary>
internal sealed class AccessTokenStore(IDatabase database)
{
    // Of the principal that made it.
    private const string OfMaker = "EXISTS (SELECT 1 FROM grants g WHERE g.principal_id = d.principal_id AND g.granted_by = @maker) AND substr(d.id, 1, 2) = 't_'";

    /// <returns>False when the maker has as many as <paramref name="most"/> already.</returns>
    public async Task<bool> AddAsync(NewAccessToken token, int most, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await database.BeginExclusiveAsync(connection, cancellation);
        var there = await connection.ExecuteScalarAsync<long>(
            $"SELECT count(*) FROM devices d WHERE {OfMaker} AND d.expires_at > @now", new { maker = token.Maker, now = token.Now }, transaction);
        if (there >= most)
        {
            return false;
        }

        await connection.ExecuteAsync(
            """
            INSERT INTO principals (id, name, is_owner, access_version, made_at) VALUES (@Principal, @Name, 0, 1, @Now);
            INSERT INTO devices (id, principal_id, name, token_hash, signed_in_at, last_seen_at, expires_at)
            VALUES (@Id, @Principal, @Name, @TokenHash, @Now, @Now, @ExpiresAt);
            """,
            token, transaction);
        await connection.ExecuteAsync(
            "INSERT INTO grants (principal_id, workspace, capability, granted_by, granted_at) VALUES (@Principal, @Workspace, @Capability, @Maker, @Now)",
            token.Grants.Select(grant => new { token.Principal, grant.Workspace, grant.Capability, token.Maker, token.Now }), transaction);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    public async Task<IReadOnlyList<StoredAccessToken>> ListAsync(string maker, long now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<TokenRow>(
            $"""
            SELECT d.id AS Id, d.name AS Name, d.signed_in_at AS MadeAt, d.last_seen_at AS LastSeenAt, d.expires_at AS ExpiresAt, o.workspace AS Workspace, o.capability AS Capability
            FROM devices d JOIN grants o ON o.principal_id = d.principal_id
            WHERE {OfMaker} AND d.expires_at > @now ORDER BY d.last_seen_at DESC, d.id, o.capability
            """,
            new { maker, now });
        return
        [
            .. rows.GroupBy(row => row.Id).Select(token => new StoredAccessToken(
                token.Key, token.First().Name, token.First().MadeAt, token.First().LastSeenAt, token.First().ExpiresAt,
                [.. token.Select(row => new Grant(row.Workspace, row.Capability))])),
        ];
    }

    /// <summary>Its time isn't prolonged by that.</summary>
    public async Task SeenAsync(string id, long now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync("UPDATE devices SET last_seen_at = @now WHERE id = @id", new { id, now });
    }

    /// <returns>False when the principal made no such token.</returns>
    public async Task<bool> RemoveAsync(string maker, string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await database.BeginExclusiveAsync(connection, cancellation);
        var principal = await connection.ExecuteScalarAsync<string?>($"SELECT d.principal_id FROM devices d WHERE d.id = @id AND {OfMaker}", new { id, maker }, transaction);
        if (principal is null)
        {
            return false;
        }

        await connection.ExecuteAsync(
            """
            DELETE FROM devices WHERE id = @id;
            DELETE FROM grants WHERE principal_id = @principal;
            UPDATE principals SET access_version = access_version + 1 WHERE id = @principal;
            """,
            new { id, principal }, transaction);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private sealed record TokenRow(string Id, string Name, long MadeAt, long LastSeenAt, long ExpiresAt, string Workspace, string Capability);
}

/// <param name="Maker">The principal that it is made by.</param>
/// <param name="Principal">The token's own.</param>
internal sealed record NewAccessToken(
    string Id, string Maker, string Principal, string Name, byte[] TokenHash, IReadOnlyList<Grant> Grants, long Now, long ExpiresAt);

internal sealed record StoredAccessToken(string Id, string Name, long MadeAt, long LastSeenAt, long ExpiresAt, IReadOnlyList<Grant> Grants);
