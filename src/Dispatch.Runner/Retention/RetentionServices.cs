using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Retention;

internal static class RetentionServices
{
    public static void AddRetention(this IServiceCollection services) => services
        .AddSingleton(provider => Watch(provider.GetRequiredService<WorkspaceRegistry>().Default.Log, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ClockWatch>>()))
        .AddSingleton<Collector>()
        .AddSingleton<Sealer>();

    private static ClockWatch Watch(EventLog log, TimeProvider time, ILogger<ClockWatch> logger)
    {
        var watch = new ClockWatch(
            () => ClockReading.Take(time), ClockReading.Parse(log.Meta.Clock), reading => log.Exclusively(() => log.Meta.Clock = reading.ToString()), logger);
        watch.Look();
        return watch;
    }
}
