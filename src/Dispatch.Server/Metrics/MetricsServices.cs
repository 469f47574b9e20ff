using Dispatch.Loops;
using Dispatch.Metrics;
using Dispatch.Metrics.Otlp;
using Dispatch.Server.Hosting;

namespace Dispatch.Server.Metrics;

internal static class MetricsServices
{
    public static IServiceCollection AddMetering(this IServiceCollection services, ServerOptions options) => services
        .AddSingleton<BackgroundLoops>()
        .AddSingleton(_ => new Meters("Server"))
        .AddSingleton<ForwardingMetrics>()
        .AddSingleton<ServerMetrics>()
        .AddSingleton(static provider => new LoopMetrics(
            provider.GetRequiredService<Meters>(), provider.GetRequiredService<BackgroundLoops>(), "server"))
        .AddOtlp("dispatch-server", options.Data.Root, options.Otlp.Settings, options.Otlp.Fault);

    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        // Made now, so that each figure is there from the start, and because nobody else asks for those that are only looked at.
        _ = routes.ServiceProvider.GetRequiredService<ForwardingMetrics>();
        _ = routes.ServiceProvider.GetRequiredService<ServerMetrics>();
        _ = routes.ServiceProvider.GetRequiredService<LoopMetrics>();
        GetMetrics.Map(routes);
    }
}
