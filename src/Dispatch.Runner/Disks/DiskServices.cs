using Dispatch.Loops;
using Dispatch.Runner.Hosting;

namespace Dispatch.Runner.Disks;

internal static class DiskServices
{
    public static void AddDiskRoom(this IServiceCollection services, RunnerOptions options) =>
        services.AddSingleton(provider => new DiskRoom(
            options.Disk, options.Data.Root, () => DiskSpace.Of(options.Data.Root), provider.GetRequiredService<BackgroundLoops>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<DiskRoom>>()));
}
