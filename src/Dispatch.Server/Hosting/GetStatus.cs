using Dispatch.Protocol.Access;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Dispatch.Server.Environments;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Hosting;

/// <summary><c>GET /api/status</c>: how the server and its runner are.</summary>
internal static class GetStatus
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/status", Handle)
        .WithName("getStatus").WithSummary("How the server and its runner are").Produces<ServerStatus>()
        .RequireCapability(Capabilities.ServerRead);

    private static async Task<IResult> Handle(HttpContext context, StateFile self, IDatabase database, RunnerClient runner, RunnerState state) =>
        TypedResults.Ok(new ServerStatus(
            self.Url.ToString().TrimEnd('/'), ServerVersion.Current, Environment.ProcessId, self.StartedAt, database.Engine, state.Link,
            await AskRunnerAsync(runner, state, context.RequestAborted)));

    private static async Task<RunnerStatus?> AskRunnerAsync(RunnerClient runner, RunnerState state, CancellationToken cancellation)
    {
        if (!state.IsConnected)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LongestAnswer);
        try
        {
            return await runner.StatusAsync(limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }
}
