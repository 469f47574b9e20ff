using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Retention;

/// <summary><c>POST /api/workspaces/{workspace}/log/collection</c>: what happens every hour and after each sealing, now.</summary>
internal static class CollectLog
{
    public static void MapRetention(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/workspaces/{workspace}/log/collection", HandleAsync)
            .RequireCapability(Capabilities.SessionManage)
            .WithName("collectLog").WithSummary("Drop the output that is more, or older, than the limits allow")
            .WithDescription("With 'dryRun' nothing is dropped: it tells what would be. Positions stay what they are, and so does all but output.")
            .Produces<RetentionReport>().Refuses(ErrorKind.NotFound);

    private static async Task<IResult> HandleAsync(string workspace, bool? dryRun, Workspace named, Sealer sealer, CancellationToken cancellation) =>
        Results.Ok(await sealer.CollectAsync(named, dryRun ?? false, asked: true, cancellation));
}
