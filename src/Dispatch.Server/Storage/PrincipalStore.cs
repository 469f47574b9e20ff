using System.Data.Common;
using Dapper;
using Dispatch.Server.Access;
using Dispatch.Server.Identity;

namespace Dispatch.Server.Storage;

/// <summary>Principals, what they were granted, and their access keys.</summary>
internal sealed class PrincipalStore(IDatabase database)
{
    /// <summary>The principal whose device holds the token with this hash; null when there is none or its time is over.</summary>
    public async Task<SignedInDevice?> FindByDeviceAsync(byte[] tokenHash, long now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var found = await connection.QuerySingleOrDefaultAsync<DeviceRow>(
            """
            SELECT p.id AS Principal, p.name AS Name, p.access_version AS AccessVersion, d.id AS Device, d.last_seen_at AS LastSeenAt
            FROM devices d JOIN principals p ON p.id = d.principal_id
            WHERE d.token_hash = @tokenHash AND d.expires_at > @now
            """,
            new { tokenHash, now });
        return found is null ? null : new SignedInDevice(
            new Caller(found.Principal, found.Name, found.Device, found.AccessVersion, await GrantsAsync(connection, found.Principal)),
            found.LastSeenAt);
    }

    public async Task<Caller?> FindAsync(string principal, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var found = await connection.QuerySingleOrDefaultAsync<PrincipalRow>(
            "SELECT id AS Id, name AS Name, access_version AS AccessVersion FROM principals WHERE id = @principal", new { principal });
        return found is null
            ? null
            : new Caller(found.Id, found.Name, null, found.AccessVersion, await GrantsAsync(connection, found.Id));
    }

    public async Task<byte[]?> KeyHashAsync(string principal, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteScalarAsync<byte[]?>("SELECT hash FROM access_keys WHERE principal_id = @principal", new { principal });
    }

    public async Task<IReadOnlyDictionary<string, long>> AccessVersionsAsync(IReadOnlyCollection<string> principals, CancellationToken cancellation)
    {
        if (principals.Count == 0)
        {
            return new Dictionary<string, long>();
        }

        await using var connection = await database.OpenAsync(cancellation);
        var parameters = new DynamicParameters();
        var rows = await connection.QueryAsync<(string Id, long Version)>(
            $"SELECT id, access_version FROM principals WHERE id IN {InList.Add(parameters, principals)}", parameters);
        return rows.ToDictionary(row => row.Id, row => row.Version);
    }

    /// <summary>Replaces the principal's key, signs all its devices out, revokes the tokens that it made and raises its access version: all of it, or nothing.</summary>
    public async Task ReplaceKeyAsync(string principal, byte[] hash, long now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await database.BeginExclusiveAsync(connection, cancellation);
        await connection.ExecuteAsync(
            """
            INSERT INTO access_keys (principal_id, hash, made_at) VALUES (@principal, @hash, @now)
            ON CONFLICT (principal_id) DO UPDATE SET hash = excluded.hash, made_at = excluded.made_at;
            UPDATE principals SET access_version = access_version + 1
            WHERE id = @principal OR id IN (SELECT g.principal_id FROM grants g JOIN devices d ON d.principal_id = g.principal_id WHERE g.granted_by = @principal AND substr(d.id, 1, 2) = 't_');
            DELETE FROM grants
            WHERE granted_by = @principal AND principal_id <> @principal AND principal_id IN (SELECT principal_id FROM devices WHERE substr(id, 1, 2) = 't_');
            DELETE FROM devices
            WHERE principal_id = @principal OR (substr(id, 1, 2) = 't_' AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.principal_id = devices.principal_id));
            DELETE FROM sign_in_links WHERE principal_id = @principal;
            """,
            new { principal, hash, now },
            transaction);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task<IReadOnlyList<Grant>> GrantsAsync(DbConnection connection, string principal) =>
        (await connection.QueryAsync<Grant>(
            "SELECT workspace AS Workspace, capability AS Capability FROM grants WHERE principal_id = @principal", new { principal })).AsList();

    private sealed record PrincipalRow(string Id, string Name, long AccessVersion);

    private sealed record DeviceRow(string Principal, string Name, long AccessVersion, string Device, long LastSeenAt);
}

/// <param name="Caller">Who signed in on it.</param>
/// <param name="LastSeenAt">As the database has it, which is told now and then only.</param>
internal sealed record SignedInDevice(Caller Caller, long LastSeenAt);
