using Dispatch.Protocol.Access;
using Dispatch.Protocol.Gateway;
using Dispatch.Runner.Access;

namespace Dispatch.Runner.Gateway;

internal static class GatewayServices
{
    public static void AddGateway(this IServiceCollection services)
    {
        services.AddSingleton<AgentSecrets>();
        services.AddSingleton<GatewayPort>();
        services.AddSingleton<ServerGateway>();
        services.AddSingleton<AgentGateway>();
        services.AddSingleton<GatewayRequests>();
    }

    /// <summary>What comes over TCP is an agent's and reaches models alone: the runner's own doors are on its Unix socket.</summary>
    public static void UseGateway(this IApplicationBuilder app) => app.Use((http, next) =>
        http.Connection.LocalIpAddress is null ? next(http) : http.RequestServices.GetRequiredService<GatewayRequests>().HandleAsync(http));

    public static void MapGateway(this IEndpointRouteBuilder routes) => routes.MapPut("/runner/gateway", (RunnerGateway gateway, ServerGateway server) =>
        {
            server.Take(gateway);
            return Results.NoContent();
        })
        .RequireCapability(Capabilities.RunnerManage).ExcludeFromDescription();
}
