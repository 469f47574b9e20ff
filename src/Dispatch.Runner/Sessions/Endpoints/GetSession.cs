using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;

namespace Dispatch.Runner.Sessions.Endpoints;

internal static class GetSession
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(SessionEndpoints.Item, Handle)
            .RequireCapability(Capabilities.SessionList)
            .WithName("getSession").WithSummary("One session")
            .Produces<SessionInfo>().Refuses(ErrorKind.NotFound);

    private static IResult Handle(string workspace, string id, SessionRegistry sessions) =>
        sessions.Find(workspace, id) is { } session ? Results.Ok(session.Info) : SessionRules.NotFound(id).ToResult();
}
