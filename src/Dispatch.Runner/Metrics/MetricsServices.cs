using Dispatch.Loops;
using Dispatch.Metrics;
using Dispatch.Metrics.Otlp;
using Dispatch.Protocol.Access;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;

namespace Dispatch.Runner.Metrics;

internal static class MetricsServices
{
    public static void AddMetering(this IServiceCollection services, RunnerOptions options)
    {
        services.AddSingleton(new Meters("Runner")).AddSingleton<LogMetrics>().AddSingleton<AttachMetrics>().AddSingleton<SessionMetrics>()
            .AddSingleton<DiskMetrics>();
        services.AddSingleton(provider => new LoopMetrics(
            provider.GetRequiredService<Meters>(), provider.GetRequiredService<BackgroundLoops>(), "runner"));
        services.AddOtlp("dispatch-runner", options.Data.Root, options.Otlp.Settings, options.Otlp.Fault);
    }

    /// <summary><c>GET /runner/metrics</c>: the runner's part of what the server gives at <c>/metrics</c>.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        // Made now, so that each figure is there from the start, and because nobody else asks for those that are only looked at.
        _ = routes.ServiceProvider.GetRequiredService<LogMetrics>();
        _ = routes.ServiceProvider.GetRequiredService<AttachMetrics>();
        _ = routes.ServiceProvider.GetRequiredService<SessionMetrics>();
        _ = routes.ServiceProvider.GetRequiredService<DiskMetrics>();
        _ = routes.ServiceProvider.GetRequiredService<LoopMetrics>();
        routes.MapGet("/runner/metrics", (Meters meters) => Results.Text(meters.Text(), "text/plain; version=0.0.4"))
            .RequireCapability(Capabilities.RunnerRead).ExcludeFromDescription();
    }
}
