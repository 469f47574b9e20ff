using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Terminals.Recordings;

namespace Dispatch.Runner.Terminals.Endpoints;

internal static class GetTimeline
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(TerminalEndpoints.Item + "/timeline", HandleAsync)
            .RequireCapability(Capabilities.SessionRead)
            .WithName("getTimeline").WithSummary("When a session printed how much, its sizes and its commands")
            .Produces<Timeline>().Refuses(ErrorKind.NotFound, ErrorKind.Conflict);

    private static async Task<IResult> HandleAsync(string workspace, string id, SessionRegistry sessions, CancellationToken cancellation)
    {
        var (session, error) = TerminalRules.Find(sessions, workspace, id);
        return session is null ? error!.ToResult() : Results.Ok(await TimelineFold.ReadAsync(session, cancellation));
    }
}
