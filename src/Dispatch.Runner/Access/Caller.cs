namespace Dispatch.Runner.Access;

/// <summary>Who calls, as the server's token says.</summary>
/// <param name="Principal">The principal's id.</param>
/// <param name="Workspace">The one workspace the token is for; null on a token for the runner itself.</param>
/// <param name="Capabilities">What the token allows.</param>
/// <param name="Device">The client's device, if it is one.</param>
internal sealed record Caller(string Principal, string? Workspace, IReadOnlySet<string> Capabilities, string? Device)
{
    public bool Can(string capability) => Capabilities.Contains(capability);
}
