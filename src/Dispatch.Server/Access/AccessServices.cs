namespace Dispatch.Server.Access;

internal static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services) => services
        .AddSingleton<LiveConnections>()
        .AddHostedService<AccessWatch>();
}
