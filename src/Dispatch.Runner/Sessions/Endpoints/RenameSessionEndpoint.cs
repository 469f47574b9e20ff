using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;

namespace Dispatch.Runner.Sessions.Endpoints;

internal static class RenameSessionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPatch(SessionEndpoints.Item, HandleAsync)
            .RequireCapability(Capabilities.SessionManage)
            .WithName("renameSession").WithSummary("Rename a session")
            .Produces<SessionInfo>().Refuses(ErrorKind.Invalid, ErrorKind.NotFound);

    private static async Task<IResult> HandleAsync(
        string workspace, string id, RenameSession request, HttpContext http, SessionRegistry sessions, Limits limits, CancellationToken cancellation)
    {
        if (sessions.Find(workspace, id) is not { } session)
        {
            return SessionRules.NotFound(id).ToResult();
        }

        if (SessionRules.Name(request.Name, limits.NameLength) is { } refusal)
        {
            return refusal.ToResult();
        }

        SessionFacts.Renamed(session, http.Caller().Principal, request.Name);
        await Confirmation.AwaitAsync(session.Workspace, $"The session {session.Id} was renamed.", cancellation);
        return Results.Ok(session.Info);
    }
}
