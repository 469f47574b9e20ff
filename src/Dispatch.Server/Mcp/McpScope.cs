using Dispatch.Protocol.Problems;
using Dispatch.Server.Access;
using Dispatch.Server.Identity;

namespace Dispatch.Server.Mcp;

/// <summary>What a client of the Model Context Protocol may do here: what its caller may, less what its address leaves out.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Workspace">The only workspace that there is for it; null for all that the caller may see.</param>
/// <param name="ReadOnly">Only what changes nothing.</param>
internal sealed record McpScope(Caller Caller, string? Workspace, bool ReadOnly)
{
    /// <summary>Null to go ahead. The runner holds the same capability against the token once more.</summary>
    public Error? Refuse(McpTool tool, string? workspace)
    {
        if (ReadOnly && tool.Changes)
        {
            return new Error(ErrorKind.Forbidden, "mcp.read-only", $"{tool.Name} changes something, and this connection only reads. Connect without read-only if it is to be done.");
        }

        return Workspace is { } only && workspace is not null && workspace != only
            ? new Error(ErrorKind.Forbidden, "mcp.other-workspace", $"This connection is for the workspace {only} alone, not for {workspace}.")
            : AccessDecision.Decide(Caller, tool.Capability, workspace);
    }

    /// <summary>Whether there is a place where the tool could be used.</summary>
    public bool Offers(McpTool tool) => !(ReadOnly && tool.Changes)
        && Caller.Grants.Any(grant => (grant.Capability == Grant.Any || grant.Capability == tool.Capability)
            && (Workspace is null || grant.Workspace == Grant.Any || grant.Workspace == Workspace));
}
