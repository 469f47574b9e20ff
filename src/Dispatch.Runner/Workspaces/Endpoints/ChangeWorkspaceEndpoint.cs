using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Workspaces.Endpoints;

internal static class ChangeWorkspaceEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPatch(WorkspaceEndpoints.Item, HandleAsync)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("changeWorkspace").WithSummary("Rename a workspace, put it away, or take it back")
            .Produces<WorkspaceInfo>().Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict);

    private static async Task<IResult> HandleAsync(
        string workspace, ChangeWorkspace request, Workspace named, WorkspaceRegistry workspaces, SessionRegistry sessions, CancellationToken cancellation)
    {
        var refusal = request.Name is null ? null : WorkspaceRules.Name(request.Name);
        if (request.Archived is true)
        {
            refusal ??= named.Id == Workspace.Default ? WorkspaceRules.Home
                : sessions.All.Where(session => session.Workspace == named && session.Alive).Select(session => session.Info.Name).ToArray() is { Length: > 0 } running
                    ? WorkspaceRules.StillRuns(named.Info.Name, running)
                    : null;
        }

        if (refusal is not null)
        {
            return refusal.ToResult();
        }

        workspaces.Change(named, record => record with { Name = request.Name?.Trim() ?? record.Name, Archived = request.Archived ?? record.Archived });
        await Confirmation.AwaitAsync(named, $"The workspace {workspace} was changed.", cancellation);
        return Results.Ok(named.Info);
    }
}
