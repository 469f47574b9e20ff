using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Retention;

internal static class RetentionServices
{
    public static void AddRetention(this IServiceCollection services) => services
        .AddSingleton(provider => Watch(provider.GetRequiredService<WorkspaceRegistry>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ClockWatch>>()))
        .AddSingleton<Collector>()
        .AddSingleton<Sealer>();

    // Kept in the first log: that of the home folder's workspace, where it can be opened.
    private static ClockWatch Watch(WorkspaceRegistry workspaces, TimeProvider time, ILogger<ClockWatch> logger)
    {
        var watch = new ClockWatch(() => ClockReading.Take(time), ClockReading.Parse(Log().Meta.Clock), Keep, logger);
        watch.Look();
        return watch;

        EventLog Log() => workspaces.All[0].Log;

        void Keep(ClockReading reading)
        {
            var log = Log();
            log.Exclusively(() => log.Meta.Clock = reading.ToString());
        }
    }
}
