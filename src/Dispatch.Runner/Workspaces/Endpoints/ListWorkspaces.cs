using Dispatch.Protocol.Access;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;

namespace Dispatch.Runner.Workspaces.Endpoints;

internal static class ListWorkspaces
{
    // Whoever may see that there are sessions may see where.
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(WorkspaceEndpoints.Collection, (WorkspaceRegistry workspaces) => Results.Ok(new WorkspaceList(workspaces.Infos)))
            .RequireCapability(Capabilities.SessionList)
            .WithName("listWorkspaces").WithSummary("The workspaces of this environment")
            .Produces<WorkspaceList>();
}
