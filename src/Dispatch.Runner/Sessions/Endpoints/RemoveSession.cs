using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;

namespace Dispatch.Runner.Sessions.Endpoints;

internal static class RemoveSession
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete(SessionEndpoints.Item, HandleAsync)
            .RequireCapability(Capabilities.SessionManage)
            .WithName("removeSession").WithSummary("Remove an ended session and its past")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.NotFound, ErrorKind.Conflict);

    private static async Task<IResult> HandleAsync(
        string workspace, string id, HttpContext http, SessionRegistry sessions, SessionCreation creation, CancellationToken cancellation)
    {
        if (sessions.Find(workspace, id) is not { } session)
        {
            return SessionRules.NotFound(id).ToResult();
        }

        var refusal = await creation.RemoveAsync(session, http.Caller().Principal, cancellation);
        return refusal?.ToResult() ?? Results.NoContent();
    }
}
