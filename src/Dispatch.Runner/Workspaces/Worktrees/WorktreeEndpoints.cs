using Dispatch.Protocol.Access;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Workspaces.Endpoints;

namespace Dispatch.Runner.Workspaces.Worktrees;

/// <summary>The git worktrees that agents of a workspace work in.</summary>
internal static class WorktreeEndpoints
{
    private const string Collection = WorkspaceEndpoints.Item + "/worktrees";
    private const string Item = Collection + "/{name}";

    public static void MapWorktrees(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Collection, async (string workspace, Workspace named, WorktreeKeeper worktrees, CancellationToken cancellation) =>
                Results.Ok(await worktrees.ListAsync(named, cancellation)))
            .RequireCapability(Capabilities.WorkspaceRead)
            .WithName("listWorktrees").WithSummary("The worktrees of a workspace, with what each has that isn't merged").WithTags("Agents")
            .Produces<WorktreeList>().Refuses(ErrorKind.NotFound);
        routes.MapPost(Collection, AddAsync)
            .RequireCapability(Capabilities.SessionCreate)
            .WithName("addWorktree").WithSummary("Make a worktree with a branch of its own, from the workspace's present commit").WithTags("Agents")
            .Produces<Worktree>(StatusCodes.Status201Created).Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict);
        routes.MapPost(Item + "/merge", MergeAsync)
            .RequireCapability(Capabilities.FileWrite)
            .WithName("mergeWorktree").WithSummary("Merge a worktree into the workspace's present branch, or nothing of it").WithTags("Agents")
            .WithDescription("A conflict is refused before anything is touched. With a message, what isn't committed in the worktree is committed first. The worktree stays.")
            .Produces<Worktree>().Refuses(ErrorKind.NotFound, ErrorKind.Conflict);
        routes.MapDelete(Item, RemoveAsync)
            .RequireCapability(Capabilities.FileWrite)
            .WithName("removeWorktree").WithSummary("Remove a worktree and its branch").WithTags("Agents")
            .WithDescription("One with uncommitted files or unmerged commits only with 'lose'. One that sessions run in isn't removed.")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.NotFound, ErrorKind.Conflict);
    }

    private static async Task<IResult> AddAsync(string workspace, AddWorktree request, Workspace named, WorktreeKeeper worktrees, CancellationToken cancellation)
    {
        var (made, error) = await worktrees.AddAsync(named, request.Name, cancellation);
        return made is not null ? Results.Created($"{WorkspaceEndpoints.Collection}/{workspace}/worktrees/{made.Name}", made) : error!.ToResult();
    }

    private static async Task<IResult> MergeAsync(
        string workspace, string name, MergeWorktree? request, Workspace named, WorktreeKeeper worktrees, CancellationToken cancellation)
    {
        var (merged, error) = await worktrees.MergeAsync(named, name, request?.Message, cancellation);
        return merged is not null ? Results.Ok(merged) : error!.ToResult();
    }

    private static async Task<IResult> RemoveAsync(
        string workspace, string name, bool? lose, Workspace named, WorktreeKeeper worktrees, CancellationToken cancellation) =>
        await worktrees.RemoveAsync(named, name, lose is true, cancellation) is { } error ? error.ToResult() : Results.NoContent();
}
