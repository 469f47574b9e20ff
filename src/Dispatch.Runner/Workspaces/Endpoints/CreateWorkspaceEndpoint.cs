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
            .WithName("createWorkspace").WithSummary("Make a workspace of a new folder, of one that is there, or from a template")
            .WithDescription("From a template its sessions are started, too; those that can't be are named in the answer's 'notStarted'.")
            .Produces<WorkspaceInfo>(StatusCodes.Status201Created)
            .Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.TooLarge);

    private static async Task<IResult> HandleAsync(
        CreateWorkspace request, HttpContext http, WorkspaceCreation creation, TemplateWorkspaces templates, CancellationToken cancellation)
    {
        if (request.Template is null && request.Parameters is not null)
        {
            return TemplateWorkspaces.NoTemplate.ToResult();
        }

        var (made, error) = request.Template is not null
            ? await templates.CreateAsync(request, request.Template, http.Caller(), cancellation)
            : await creation.CreateAsync(request, cancellation) is var (workspace, refusal) ? (workspace?.Info, refusal) : default;
        return made is not null ? Results.Created($"/api/workspaces/{made.Id}", made) : error!.ToResult();
    }
}
