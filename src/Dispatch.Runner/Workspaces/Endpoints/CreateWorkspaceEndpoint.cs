using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Workspaces.Endpoints;

internal static class CreateWorkspaceEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(WorkspaceEndpoints.Collection, HandleAsync)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("createWorkspace").WithSummary("Make a workspace of a new folder, or of one that is there")
            .Produces<WorkspaceInfo>(StatusCodes.Status201Created)
            .Refuses(ErrorKind.Invalid, ErrorKind.Conflict);

    private static async Task<IResult> HandleAsync(CreateWorkspace request, WorkspaceCreation creation, CancellationToken cancellation)
    {
        var (made, error) = await creation.CreateAsync(request, cancellation);
        return made is not null ? Results.Created($"/api/workspaces/{made.Id}", made.Info) : error!.ToResult();
    }
}
