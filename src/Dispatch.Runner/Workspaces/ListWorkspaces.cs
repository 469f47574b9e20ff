using Dispatch.Protocol.Access;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;

namespace Dispatch.Runner.Workspaces;

internal static class ListWorkspaces
{
    public static void MapWorkspaces(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/workspaces", (Workspace only) => Results.Ok(new WorkspaceList([only.Info])))
            .RequireCapability(Capabilities.SessionList)
            .WithName("listWorkspaces").WithSummary("The workspaces of this environment")
            .Produces<WorkspaceList>();
}
