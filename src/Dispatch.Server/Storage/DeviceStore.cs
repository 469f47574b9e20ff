using Dapper;

namespace Dispatch.Server.Storage;

/// <summary>The browsers that are signed in.</summary>
internal sealed class DeviceStore(IDatabase database)
{
    public async Task AddAsync(NewDevice device, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(
            """
            DELETE FROM devices WHERE expires_at <= @Now;
            INSERT INTO devices (id, principal_id, name, token_hash, signed_in_at, last_seen_at, expires_at)
            VALUES (@Id, @Principal, @Name, @TokenHash, @Now, @Now, @ExpiresAt);
            DELETE FROM settings WHERE layer = 'device' AND owner NOT IN (SELECT id FROM devices);
            """,
            device);
    }

    public async Task<IReadOnlyList<Device>> ListAsync(string principal, long now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return (await connection.QueryAsync<Device>(
            """
            SELECT id AS Id, name AS Name, signed_in_at AS SignedInAt, last_seen_at AS LastSeenAt
            FROM devices WHERE principal_id = @principal AND expires_at > @now ORDER BY last_seen_at DESC, id
            """,
            new { principal, now })).AsList();
    }

    public async Task SeenAsync(string id, long now, long expiresAt, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(
            "UPDATE devices SET last_seen_at = @now, expires_at = @expiresAt WHERE id = @id", new { id, now, expiresAt });
    }

    /// <returns>False when the principal has no such device.</returns>
    public async Task<bool> RemoveAsync(string principal, string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteAsync("DELETE FROM devices WHERE principal_id = @principal AND id = @id", new { principal, id }) > 0;
    }

    /// <summary>Those of <paramref name="ids"/> that are still signed in.</summary>
    public async Task<IReadOnlySet<string>> StillSignedInAsync(IReadOnlyCollection<string> ids, long now, CancellationToken cancellation)
    {
        if (ids.Count == 0)
        {
            return new HashSet<string>();
        }

        await using var connection = await database.OpenAsync(cancellation);
        var parameters = new DynamicParameters(new { now });
        return (await connection.QueryAsync<string>(
            $"SELECT id FROM devices WHERE id IN {InList.Add(parameters, ids)} AND expires_at > @now", parameters)).ToHashSet();
    }
}

internal sealed record NewDevice(string Id, string Principal, string Name, byte[] TokenHash, long Now, long ExpiresAt);

internal sealed record Device(string Id, string Name, long SignedInAt, long LastSeenAt);
