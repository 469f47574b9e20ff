using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;

namespace Dispatch.Cli.Agents;

/// <summary>The endpoints of a workspace's rules for agents.</summary>
internal static class RuleApi
{
    public static async Task<IReadOnlyList<AgentRule>> ListAsync(ServerConnection connection, string workspace, CancellationToken cancellation) =>
        (await connection.GetAsync(Path(workspace), Wire.Default.AgentRuleList, cancellation)).Items;

    public static Task<AgentRule> AddAsync(ServerConnection connection, string workspace, AddAgentRule request, CancellationToken cancellation) =>
        connection.SendAsync(HttpMethod.Post, Path(workspace), request, Wire.Default.AddAgentRule, Wire.Default.AgentRule, cancellation);

    public static async Task RemoveAsync(ServerConnection connection, string workspace, string id, CancellationToken cancellation)
    {
        using var done = await connection.SendAsync(HttpMethod.Delete, $"{Path(workspace)}/{Uri.EscapeDataString(id)}", null, cancellation);
    }

    private static string Path(string workspace) => WorkspaceApi.Path(workspace) + "/agent-rules";
}
