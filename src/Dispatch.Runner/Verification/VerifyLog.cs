using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Verification.Storage;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Verification;

/// <summary><c>GET /api/workspaces/{workspace}/log/verification</c>: reads the whole log, which takes as long as that takes.</summary>
internal static class VerifyLog
{
    public static void MapVerification(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/workspaces/{workspace}/log/verification", Handle)
            .RequireCapability(Capabilities.SessionManage)
            .WithName("verifyLog").WithSummary("Reads the workspace's whole log and tells what is wrong in it; changes nothing")
            .Produces<LogReport>().Refuses(ErrorKind.NotFound);

    private static IResult Handle(string workspace, Workspace named, SessionRegistry sessions, CancellationToken cancellation) =>
        Results.Ok(LogVerification.Run(
            named.Id, named.Log.Path, "runner", () => LogWalk.Open(named.Log.Path, named.Log.SegmentFiles, immutable: false), LogDepth.Events,
            (log, stored, walk, faults) => HeldSessions.Compare(named, sessions, log, stored, walk, faults), cancellation));
}
