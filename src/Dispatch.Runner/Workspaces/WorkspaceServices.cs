using Dispatch.Loops;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Native;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Workspaces;

internal static class WorkspaceServices
{
    public static void AddWorkspaces(this IServiceCollection services) =>
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<RunnerOptions>();
            return WorkspaceOpening.Open(
                options.Data, options.Environment, options.Limits, ThisProcess.BootId(),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<SessionFaults>(),
                provider.GetRequiredService<BackgroundLoops>(), provider.GetRequiredService<ILogger<Workspace>>());
        });
}
