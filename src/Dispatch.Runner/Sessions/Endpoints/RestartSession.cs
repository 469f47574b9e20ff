using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;

namespace Dispatch.Runner.Sessions.Endpoints;

internal static class RestartSession
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(SessionEndpoints.Item + "/restart", HandleAsync)
            .RequireCapability(Capabilities.SessionManage)
            .WithName("restartSession").WithSummary("Start an ended session's command again")
            .WithDescription("The id, the past and the positions stay.")
            .Produces<SessionInfo>().Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Unavailable);

    private static async Task<IResult> HandleAsync(
        string workspace, string id, HttpContext http, SessionRegistry sessions, SessionCreation creation, CancellationToken cancellation)
    {
        if (sessions.Find(workspace, id) is not { } session)
        {
            return SessionRules.NotFound(id).ToResult();
        }

        var refusal = await creation.RestartAsync(session, http.Caller().Principal, cancellation);
        return refusal?.ToResult() ?? Results.Ok(session.Info);
    }
}
