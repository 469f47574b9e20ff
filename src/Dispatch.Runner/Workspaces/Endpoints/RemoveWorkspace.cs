using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Workspaces.Removal;

namespace Dispatch.Runner.Workspaces.Endpoints;

internal static class RemoveWorkspace
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete(WorkspaceEndpoints.Item, HandleAsync)
            .RequireCapability(Capabilities.WorkspaceManage).AlsoBroken()
            .WithName("removeWorkspace").WithSummary("Remove a workspace, its sessions and their past")
            .WithDescription(
                "'confirm' is the token of its preview, which has to be what it was. The folder stays, unless 'deleteFolder' names it; what its repositories have and nowhere else goes only with 'loseWork'.")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Failed);

    private static async Task<IResult> HandleAsync(
        string workspace, string? confirm, string? deleteFolder, bool? loseWork, HttpContext http, WorkspaceRemover remover, CancellationToken cancellation)
    {
        var refusal = await remover.RemoveAsync(workspace, confirm, deleteFolder, loseWork ?? false, http.Caller().Principal, cancellation);
        return refusal?.ToResult() ?? Results.NoContent();
    }
}
