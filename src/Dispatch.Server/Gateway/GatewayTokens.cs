using Dispatch.Protocol.Access;
using Dispatch.Server.Forwarding;
using Dispatch.Server.Storage;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Dispatch.Server.Gateway;

/// <summary>
/// The tokens by which the environment's runner reaches models here. Any replica takes what another has made: they have one key. A token
/// says whose environment asks; which of its sessions, the runner says beside it.
/// </summary>
internal sealed class GatewayTokens(SigningKey key, Foundation foundation, TimeProvider time)
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly TokenValidationParameters _rules = new()
    {
        ValidIssuer = CapabilityToken.Issuer,
        ValidAudience = CapabilityToken.GatewayAudience(foundation.Environment),
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        ClockSkew = TimeSpan.Zero,
        IssuerSigningKey = key.Credentials.Key,

        // The library's own is the whole process's, and goes by the key's name: with what a server that has ended left in it.
        CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        LifetimeValidator = (notBefore, expires, _, _) => notBefore <= time.GetUtcNow().UtcDateTime && expires > time.GetUtcNow().UtcDateTime,
    };

    // A runner sends the same one with everything that it asks until it has the next.
    private volatile Known? _last;

    public string Make()
    {
        var now = time.GetUtcNow().UtcDateTime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = CapabilityToken.Issuer,
            Audience = CapabilityToken.GatewayAudience(foundation.Environment),
            IssuedAt = now,
            NotBefore = now,
            Expires = now + CapabilityToken.MaximumLifetime,
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = foundation.Environment,
                [CapabilityToken.CapabilitiesClaim] = new[] { Capabilities.ModelUse },
            },
            SigningCredentials = key.Credentials,
        });
    }

    public async ValueTask<bool> IsValidAsync(string token)
    {
        if (_last is { } last && last.Token == token && last.Until > time.GetUtcNow())
        {
            return true;
        }

        var result = await _handler.ValidateTokenAsync(token, _rules);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt
            || !jwt.Claims.Any(claim => claim is { Type: CapabilityToken.CapabilitiesClaim, Value: Capabilities.ModelUse }))
        {
            return false;
        }

        _last = new Known(token, new DateTimeOffset(DateTime.SpecifyKind(jwt.ValidTo, DateTimeKind.Utc)));
        return true;
    }

    private sealed record Known(string Token, DateTimeOffset Until);
}
