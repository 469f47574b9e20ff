using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Sessions.Endpoints;

internal static class CreateSessionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(SessionEndpoints.Collection, HandleAsync)
            .RequireCapability(Capabilities.SessionCreate)
            .WithName("createSession").WithSummary("Start a session")
            .WithDescription("Answered when its process is there. The same requestId again gives the session that it made.")
            .Produces<SessionInfo>(StatusCodes.Status201Created)
            .Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Unavailable);

    private static async Task<IResult> HandleAsync(
        string workspace, CreateSession request, HttpContext http, SessionCreation creation, Workspace named, CancellationToken cancellation)
    {
        var (session, error) = await creation.CreateAsync(named, request, http.Caller().Principal, cancellation);
        return session is not null
            ? Results.Created($"/api/workspaces/{workspace}/sessions/{session.Id}", session.Info)
            : error!.ToResult();
    }
}
