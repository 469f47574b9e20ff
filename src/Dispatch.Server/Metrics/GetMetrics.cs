using Dispatch.Metrics;
using Dispatch.Protocol.Access;
using Dispatch.Server.Access;
using Dispatch.Server.Environments;

namespace Dispatch.Server.Metrics;

/// <summary><c>GET /metrics</c>: what server and runner measured, as text for Prometheus. Their names differ, so one follows the other.</summary>
internal static class GetMetrics
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", Handle)
        .WithName("getMetrics").WithSummary("What server and runner measured, in Prometheus' text format").Produces<string>(contentType: "text/plain")
        .RequireCapability(Capabilities.ServerRead);

    private static async Task<IResult> Handle(HttpContext context, Meters meters, RunnerClient runner, TimeProvider time) =>
        TypedResults.Text(meters.Text() + await AskRunnerAsync(runner, time, context.RequestAborted), "text/plain; version=0.0.4");

    // Without its runner the server's own are told: dispatch_server_runner_connected says why there are no others.
    private static async Task<string> AskRunnerAsync(RunnerClient runner, TimeProvider time, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(LongestAnswer, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var response = await runner.GetAsync("/runner/metrics", null, either.Token);
            return await response.Content.ReadAsStringAsync(either.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || limit.IsCancellationRequested)
        {
            cancellation.ThrowIfCancellationRequested();
            return "";
        }
    }
}
