using System.Data.Common;
using Dapper;
using Dispatch.Server.Access;
using Dispatch.Server.Identity;

namespace Dispatch.Server.Storage;

/// <summary>What every server needs to be there, made once by the first: the owner, the environment, the key that signs tokens.</summary>
internal sealed class FoundationStore(IDatabase database)
{
    public async Task<Foundation> EnsureAsync(Func<NewSigningKey> newSigningKey, long now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        if (await FindAsync(connection, null) is { } there)
        {
            return there;
        }

        await using var transaction = await database.BeginExclusiveAsync(connection, cancellation);
        if (await FindAsync(connection, transaction) is not { } foundation)
        {
            var key = newSigningKey();
            foundation = new Foundation(Identifier.NewPrincipal(), Identifier.NewEnvironment(), key.Id, key.PrivateKey);
            await connection.ExecuteAsync(
                """
                INSERT INTO principals (id, name, is_owner, access_version, made_at) VALUES (@Owner, 'Owner', 1, 1, @now);
                INSERT INTO grants (principal_id, workspace, capability, granted_by, granted_at) VALUES (@Owner, @any, @any, @Owner, @now);
                INSERT INTO environments (id, kind, made_at) VALUES (@Environment, 'local', @now);
                INSERT INTO signing_keys (id, private_key, made_at) VALUES (@SigningKeyId, @SigningKey, @now);
                """,
                new { foundation.Owner, foundation.Environment, foundation.SigningKeyId, foundation.SigningKey, any = Grant.Any, now },
                transaction);
        }

        await transaction.CommitAsync(cancellation);
        return foundation;
    }

    /// <summary>What an earlier start has made; null before the first.</summary>
    public async Task<Foundation?> FindAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await FindAsync(connection, null);
    }

    private static Task<Foundation?> FindAsync(DbConnection connection, DbTransaction? transaction) =>
        connection.QuerySingleOrDefaultAsync<Foundation?>(
            """
            SELECT p.id AS Owner, e.id AS Environment, k.id AS SigningKeyId, k.private_key AS SigningKey
            FROM principals p, environments e, signing_keys k WHERE p.is_owner = 1 AND e.kind = 'local'
            """,
            transaction: transaction);
}

/// <param name="Id">Names it in tokens (<c>kid</c>).</param>
/// <param name="PrivateKey">PKCS #8.</param>
internal sealed record NewSigningKey(string Id, byte[] PrivateKey);

/// <param name="Owner">The id of the one principal.</param>
/// <param name="Environment">The id of the one environment.</param>
/// <param name="SigningKeyId">The <c>kid</c> of the key that signs capability tokens.</param>
/// <param name="SigningKey">PKCS #8.</param>
internal sealed record Foundation(string Owner, string Environment, string SigningKeyId, byte[] SigningKey);
