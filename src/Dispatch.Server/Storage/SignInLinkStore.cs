using Dapper;

namespace Dispatch.Server.Storage;

/// <summary>One-time sign-in links, by the hash of their token.</summary>
internal sealed class SignInLinkStore(IDatabase database)
{
    public async Task AddAsync(byte[] tokenHash, string principal, long now, long expiresAt, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(
            """
            DELETE FROM sign_in_links WHERE expires_at <= @now;
            INSERT INTO sign_in_links (token_hash, principal_id, made_at, expires_at) VALUES (@tokenHash, @principal, @now, @expiresAt);
            """,
            new { tokenHash, principal, now, expiresAt });
    }

    /// <summary>Uses the link up: of several that try at once, one gets the principal and the others null.</summary>
    public async Task<string?> UseAsync(byte[] tokenHash, long now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteScalarAsync<string?>(
            "DELETE FROM sign_in_links WHERE token_hash = @tokenHash AND expires_at > @now RETURNING principal_id", new { tokenHash, now });
    }
}
