using System.Collections.Concurrent;
using Dispatch.Protocol.Access;
using Dispatch.Server.Access;
using Dispatch.Server.Identity;
using Dispatch.Server.Storage;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Dispatch.Server.Forwarding;

/// <summary>
/// Makes the capability tokens that open the runner's doors. Signing costs more than the rest of a forwarded request, so a token is
/// used again for as long as it has at least 20 of its 60 seconds left.
/// </summary>
internal sealed class TokenMint(SigningKey key, Foundation foundation, TimeProvider time)
{
    private const int MostKept = 1000;
    private static readonly TimeSpan LeastLeft = TimeSpan.FromSeconds(20);

    // What a caller may hold in a workspace; the rest is the server's own affair and opens nothing at a runner.
    private static readonly string[] OfWorkspaces =
    [
        Capabilities.SessionList, Capabilities.SessionCreate, Capabilities.SessionRead, Capabilities.SessionWrite, Capabilities.SessionManage,
        Capabilities.FileRead, Capabilities.FileWrite,
        Capabilities.WorkspaceRead, Capabilities.WorkspaceManage,
    ];

    private static readonly string[] OfServer = [Capabilities.FeedRead, Capabilities.RunnerRead, Capabilities.RunnerManage, Capabilities.SessionList];

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly ConcurrentDictionary<CacheKey, Minted> _minted = new();

    /// <summary>For a caller's own request, with what the caller holds in the workspace.</summary>
    public string For(Caller caller, string? workspace) =>
        Get(new CacheKey(caller.Principal, caller.Device, workspace, caller.AccessVersion), caller.Grants);

    /// <summary>For what the server itself asks a runner, or of one of its workspaces.</summary>
    public string ForServer(string? workspace = null) => Get(new CacheKey("server", null, workspace, 0), null);

    private string Get(CacheKey cacheKey, IReadOnlyList<Grant>? grants)
    {
        var now = time.GetUtcNow();
        if (_minted.TryGetValue(cacheKey, out var kept))
        {
            // More is left than it was given when the clock was set back meanwhile: it begins in the future, and the runner refuses it until then.
            var left = kept.ExpiresAt - now;
            if (left >= LeastLeft && left <= CapabilityToken.MaximumLifetime)
            {
                return kept.Token;
            }
        }

        if (_minted.Count >= MostKept)
        {
            _minted.Clear();
        }

        var minted = Mint(cacheKey, grants is null ? OfServer : AccessDecision.Held(grants, OfWorkspaces, cacheKey.Workspace), now);
        _minted[cacheKey] = minted;
        return minted.Token;
    }

    private Minted Mint(CacheKey cacheKey, IReadOnlyList<string> capabilities, DateTimeOffset now)
    {
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = cacheKey.Principal,
            [CapabilityToken.CapabilitiesClaim] = capabilities.ToArray(),
        };
        if (cacheKey.Workspace is { } workspace)
        {
            claims[CapabilityToken.WorkspaceClaim] = workspace;
        }

        if (cacheKey.Device is { } device)
        {
            claims[CapabilityToken.DeviceClaim] = device;
        }

        var expiresAt = now + CapabilityToken.MaximumLifetime;
        var token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = CapabilityToken.Issuer,
            Audience = CapabilityToken.Audience(foundation.Environment),
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            Claims = claims,
            SigningCredentials = key.Credentials,
        });
        return new Minted(token, expiresAt);
    }

    private readonly record struct CacheKey(string Principal, string? Device, string? Workspace, long AccessVersion);

    private sealed record Minted(string Token, DateTimeOffset ExpiresAt);
}
