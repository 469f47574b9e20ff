using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Workspaces.Endpoints;

internal static class GetWorkspace
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(WorkspaceEndpoints.Item, Handle)
            .RequireCapability(Capabilities.WorkspaceRead).AlsoBroken()
            .WithName("getWorkspace").WithSummary("One workspace")
            .Produces<WorkspaceInfo>().Refuses(ErrorKind.NotFound);

    private static IResult Handle(string workspace, WorkspaceRegistry workspaces) =>
        workspaces.Infos.FirstOrDefault(info => info.Id == workspace) is { } found ? Results.Ok(found) : WorkspaceRules.NotFound(workspace).ToResult();
}
