using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Workspaces.Removal;

namespace Dispatch.Runner.Workspaces.Endpoints;

internal static class PreviewRemoval
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(WorkspaceEndpoints.Item + "/removal", HandleAsync)
            .RequireCapability(Capabilities.WorkspaceRead).AlsoBroken()
            .WithName("previewRemoval").WithSummary("What removing a workspace would lose; removes nothing")
            .Produces<WorkspaceRemoval>().Refuses(ErrorKind.NotFound, ErrorKind.Conflict);

    private static async Task<IResult> HandleAsync(string workspace, WorkspaceRemover remover, CancellationToken cancellation)
    {
        var (preview, error) = await remover.PreviewAsync(workspace, cancellation);
        return preview is not null ? Results.Ok(preview) : error!.ToResult();
    }
}
