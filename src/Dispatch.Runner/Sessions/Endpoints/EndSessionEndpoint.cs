using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;

namespace Dispatch.Runner.Sessions.Endpoints;

internal static class EndSessionEndpoint
{
    private static readonly string[] Allowed = ["SIGHUP", "SIGTERM", "SIGINT", "SIGKILL"];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(SessionEndpoints.Item + "/end", HandleAsync)
            .RequireCapability(Capabilities.SessionManage)
            .WithName("endSession").WithSummary("End a session's process")
            .WithDescription("Without a signal: asks it to end, and kills it after the grace time; what it left in the background is ended after it. Answered once it has ended, or after the grace time.")
            .Produces<SessionInfo>().Refuses(ErrorKind.Invalid, ErrorKind.NotFound);

    private static async Task<IResult> HandleAsync(
        string workspace, string id, EndSession? request, SessionRegistry sessions, SessionEnding ending, CancellationToken cancellation)
    {
        if (sessions.Find(workspace, id) is not { } session)
        {
            return SessionRules.NotFound(id).ToResult();
        }

        if (request?.Signal is { } unknown && !Allowed.Contains(unknown))
        {
            return SessionRules.UnknownSignal(unknown).ToResult();
        }

        await ending.EndAsync(session, request?.Signal, cancellation);
        return Results.Ok(session.Info);
    }
}
