namespace Dispatch.Server.Environments;

internal static class EnvironmentServices
{
    public static IServiceCollection AddEnvironments(this IServiceCollection services) => services
        .AddSingleton<RunnerTransport>()
        .AddSingleton<RunnerClient>()
        .AddSingleton<RunnerState>()
        .AddSingleton<RunnerLog>()
        .AddSingleton<RunnerProcess>()
        .AddHostedService<RunnerSupervisor>();
}
