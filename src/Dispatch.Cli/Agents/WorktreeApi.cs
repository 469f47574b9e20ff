using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;

namespace Dispatch.Cli.Agents;

/// <summary>The endpoints of a workspace's worktrees.</summary>
internal static class WorktreeApi
{
    public static Task<WorktreeList> ListAsync(ServerConnection connection, string workspace, CancellationToken cancellation) =>
        connection.GetAsync(Path(workspace), Wire.Default.WorktreeList, cancellation);

    public static Task<Worktree> MergeAsync(ServerConnection connection, string workspace, string name, string? message, CancellationToken cancellation) =>
        connection.SendAsync(HttpMethod.Post, $"{Path(workspace)}/{Uri.EscapeDataString(name)}/merge", new MergeWorktree(message), Wire.Default.MergeWorktree, Wire.Default.Worktree, cancellation);

    public static async Task RemoveAsync(ServerConnection connection, string workspace, string name, bool lose, CancellationToken cancellation)
    {
        using var done = await connection.SendAsync(HttpMethod.Delete, $"{Path(workspace)}/{Uri.EscapeDataString(name)}{(lose ? "?lose=true" : "")}", null, cancellation);
    }

    private static string Path(string workspace) => WorkspaceApi.Path(workspace) + "/worktrees";
}
