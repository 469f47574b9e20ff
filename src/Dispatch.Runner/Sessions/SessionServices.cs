using Dispatch.Runner.Agents;
using Dispatch.Runner.Agents.Installing;
using Dispatch.Runner.Agents.McpServers;
using Dispatch.Runner.Agents.Policy;
using Dispatch.Runner.Agents.Services;
using Dispatch.Runner.Disks;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Kinds;
using Dispatch.Runner.Metrics;
using Dispatch.Runner.Terminals;
using Dispatch.Runner.Terminals.Recordings;
using Dispatch.Runner.Terminals.Screens;
using Dispatch.Runner.Terminals.ShellIntegration;

namespace Dispatch.Runner.Sessions;

internal static class SessionServices
{
    public static void AddSessions(this IServiceCollection services, RunnerOptions options)
    {
        services.AddSingleton(options.Limits);
        services.AddSingleton(provider => Kinds(options, provider.GetRequiredService<Lazy<AgentServices>>(), provider.GetRequiredService<McpServerBook>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddAgentServices();
        services.AddSingleton(new ShellIntegrator(options.ShellIntegration));
        services.AddSingleton(new AgentFolder(options.Data));
        services.AddSingleton<Installer>();
        services.AddSingleton<AgentBook>();
        services.AddSingleton<McpServerBook>();
        services.AddSingleton<AgentCatalogue>();
        services.AddSingleton<Sandbox>();
        services.AddSingleton<SessionFaults>();
        services.AddSingleton<SessionScreens>();
        services.AddSingleton<SessionRegistry>();
        services.AddSingleton(provider => new KeeperLink(
            options.Data, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<KeeperLink>>()));
        services.AddSingleton<SessionStarter>();
        services.AddSingleton<SessionCreation>();
        services.AddSingleton<Survivors>();
        services.AddSingleton<SessionEnding>();
        services.AddSingleton<Recovery>();
        services.AddSingleton(provider => new KeeperIntake(
            provider.GetRequiredService<SessionFaults>(), provider.GetRequiredService<SessionRegistry>(), provider.GetRequiredService<DiskRoom>(),
            provider.GetRequiredService<LogMetrics>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<KeeperIntake>>(),
            provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        services.AddSingleton<RecordingImport>();
        services.AddSingleton<KeeperConnection>();
    }

    private static SessionKinds Kinds(RunnerOptions options, Lazy<AgentServices> services, McpServerBook servers, ILoggerFactory loggers)
    {
        var policies = new Policies(options.Data);
        var (process, agent) = (loggers.CreateLogger<ProcessDriver>(), loggers.CreateLogger<AgentDriver>());
        var drivers = new Dictionary<string, Func<ISessionDriver>>(StringComparer.Ordinal)
        {
            [TerminalDriver.Kind] = () => new TerminalDriver(),
            [AgentDriver.Kind] = () => new AgentDriver(policies, services, servers, agent),
        };
        foreach (var (kind, program) in options.Kinds)
        {
            drivers[kind] = () => new ProcessDriver(kind, program, process);
        }

        return new SessionKinds(drivers);
    }
}
