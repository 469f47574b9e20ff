namespace Dispatch.Protocol.Access;

/// <summary>
/// The capability token that the server mints and a runner checks: a JWT (RFC 7519) signed with ES256, sent as
/// <c>Authorization: Bearer</c>. The runner holds only the public key.
/// </summary>
public static class CapabilityToken
{
    /// <summary>Claim <c>iss</c>.</summary>
    public const string Issuer = "dispatch";

    /// <summary>Claim holding the workspace the token is for; absent on tokens for the runner itself.</summary>
    public const string WorkspaceClaim = "dsp_ws";

    /// <summary>Claim holding the capabilities, a JSON array of strings of <see cref="Capabilities"/>.</summary>
    public const string CapabilitiesClaim = "dsp_cap";

    /// <summary>Claim holding the id of the client's device, for presence and cutting.</summary>
    public const string DeviceClaim = "dsp_dev";

    /// <summary>A token opens; it doesn't keep open. No token lives longer.</summary>
    public static TimeSpan MaximumLifetime { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Claim <c>aud</c> of a token for one runner.</summary>
    public static string Audience(string environmentId) => $"runner:{environmentId}";

    /// <summary>Claim <c>aud</c> of a token with which one runner reaches models through the server.</summary>
    public static string GatewayAudience(string environmentId) => $"gateway:{environmentId}";

    /// <summary>
    /// The file in the data folder's <c>run</c> folder from which a runner reads the server's public keys: a JWK set (RFC 7517)
    /// with <c>kty</c>=EC, <c>crv</c>=P-256, <c>x</c>, <c>y</c>, <c>kid</c>. Read again when a token names an unknown <c>kid</c>.
    /// </summary>
    public const string PublicKeysFile = "server-keys.json";
}
