namespace Dispatch.Protocol.Gateway;

/// <summary>
/// Body of <c>PUT /runner/gateway</c>: where the runner's agents reach models from now on. Given anew well before the token ends; a runner
/// keeps it in its memory and nowhere else.
/// </summary>
/// <param name="Socket">The server's Unix socket: HTTP/1.1, <c>/ai/PROVIDER/…</c>.</param>
/// <param name="Token">A capability token with <c>model.use</c>, sent as <see cref="GatewayHeaders.Token"/>.</param>
/// <param name="LifetimeMs">Milliseconds for which the token is good from now.</param>
/// <param name="Providers">The providers that the server has a key for.</param>
public sealed record RunnerGateway(string Socket, string Token, long LifetimeMs, IReadOnlyList<string> Providers);

/// <summary>What a runner adds to what an agent asks of a model. An agent's own headers of these names go no further than the runner.</summary>
public static class GatewayHeaders
{
    /// <summary>What opens the server's gateway, and whose principal it is: the environment's.</summary>
    public const string Token = "Dispatch-Token";

    /// <summary>The workspace of the session that asks.</summary>
    public const string Workspace = "Dispatch-Workspace";

    /// <summary>The session that asks.</summary>
    public const string Session = "Dispatch-Session";

    /// <summary>The principal that started the session.</summary>
    public const string Principal = "Dispatch-Principal";
}
