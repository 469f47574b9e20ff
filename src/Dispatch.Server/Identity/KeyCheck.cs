using Dispatch.Server.Hosting;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Identity;

/// <summary>Whether a key is the access key in force: the variable's when there is one, else the one whose hash the database has.</summary>
internal sealed class KeyCheck(ServerOptions options, Foundation foundation, PrincipalStore principals)
{
    private readonly byte[]? _override = options.Key is { } given ? Secret.Hash(given.Key) : null;

    /// <returns>The owner when it is, else null.</returns>
    public async Task<Caller?> FindCallerAsync(string key, CancellationToken cancellation)
    {
        var hash = _override ?? await principals.KeyHashAsync(foundation.Owner, cancellation);
        return hash is not null && Secret.Matches(key, hash) ? await principals.FindAsync(foundation.Owner, cancellation) : null;
    }
}
