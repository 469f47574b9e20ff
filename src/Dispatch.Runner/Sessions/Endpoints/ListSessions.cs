using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Sessions.Endpoints;

internal static class ListSessions
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(SessionEndpoints.Collection, Handle)
            .RequireCapability(Capabilities.SessionList)
            .WithName("listSessions").WithSummary("The workspace's sessions, oldest first")
            .Produces<SessionList>().Refuses(ErrorKind.NotFound);

    private static IResult Handle(string workspace, SessionRegistry sessions, Workspace named) =>
        Results.Ok(new SessionList([.. sessions.All.Where(session => session.Workspace == named).Select(session => session.Info).OrderBy(info => info.CreatedAt)]));
}
