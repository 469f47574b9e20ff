using System.Collections.Concurrent;
using Dispatch.Protocol.Access;
using Dispatch.Runner.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Dispatch.Runner.Access;

/// <summary>Checks capability tokens. A token seen before is looked up until it expires: checking a signature costs more than a keystroke.</summary>
internal sealed class TokenValidator(RunnerOptions options, PublicKeys keys, TimeProvider time)
{
    private const int MostRemembered = 1000;

    /// <summary>What the server's clock may be off by.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    private readonly JsonWebTokenHandler _handler = new();
    private readonly ConcurrentDictionary<string, (Caller Caller, DateTimeOffset Until)> _seen = new(StringComparer.Ordinal);
    private readonly TokenValidationParameters _rules = new()
    {
        ValidIssuer = CapabilityToken.Issuer,
        ValidAudience = CapabilityToken.Audience(options.Environment),
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        ClockSkew = Skew,
        IssuerSigningKeyResolver = (_, _, kid, _) => keys.Find(kid) is { } key ? [key] : [],
        LifetimeValidator = (notBefore, expires, _, _) => IsInTime(notBefore, expires, time.GetUtcNow().UtcDateTime),
    };

    public async ValueTask<Caller?> ValidateAsync(string token)
    {
        var now = time.GetUtcNow();
        if (_seen.TryGetValue(token, out var seen) && seen.Until > now && seen.Until - now <= CapabilityToken.MaximumLifetime + Skew)
        {
            return seen.Caller;
        }

        var result = await _handler.ValidateTokenAsync(token, _rules);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt)
        {
            return null;
        }

        var caller = new Caller(
            jwt.Subject,
            jwt.TryGetClaim(CapabilityToken.WorkspaceClaim, out var workspace) ? workspace.Value : null,
            jwt.Claims.Where(claim => claim.Type == CapabilityToken.CapabilitiesClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal),
            jwt.TryGetClaim(CapabilityToken.DeviceClaim, out var device) ? device.Value : null);
        Remember(token, caller, jwt.ValidTo, now);
        return caller;
    }

    private static bool IsInTime(DateTime? notBefore, DateTime? expires, DateTime now)
    {
        return expires is { } end && end > now - Skew && !(notBefore > now + Skew)
            && end - (notBefore ?? now) <= CapabilityToken.MaximumLifetime + Skew;
    }

    private void Remember(string token, Caller caller, DateTime until, DateTimeOffset now)
    {
        if (_seen.Count >= MostRemembered)
        {
            foreach (var (old, (_, end)) in _seen)
            {
                if (end <= now || _seen.Count >= MostRemembered)
                {
                    _seen.TryRemove(old, out _);
                }
            }
        }

        _seen[token] = (caller, new DateTimeOffset(DateTime.SpecifyKind(until, DateTimeKind.Utc)));
    }
}
