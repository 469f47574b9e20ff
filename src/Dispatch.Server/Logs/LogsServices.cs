namespace Dispatch.Server.Logs;

internal static class LogsServices
{
    public static IServiceCollection AddLogs(this IServiceCollection services) => services.AddSingleton<RunnerLevels>();

    public static void MapLogs(this IEndpointRouteBuilder routes)
    {
        GetLogLevels.Map(routes);
        ChangeLogLevel.Map(routes);
    }
}
