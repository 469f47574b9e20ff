using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;

namespace Dispatch.Server.Forwarding;

internal static class ForwardingEndpoints
{
    public static IServiceCollection AddForwarding(this IServiceCollection services) => services
        .AddSingleton<TokenMint>()
        .AddSingleton<WebSocketSplice>()
        .AddSingleton<Forwarder>();

    /// <summary>
    /// Everything of a workspace lives in its runner. Here it takes the least that any of it takes, to see that sessions exist; the runner
    /// holds each endpoint's own capability against the token, which has what the caller holds in that workspace.
    /// </summary>
    public static void MapForwarding(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/api/templates");
        Map(routes, "/api/templates/{**rest}");
        Map(routes, "/api/workspaces");
        Map(routes, "/api/workspaces/clones/{**rest}");
        Map(routes, "/api/workspaces/{workspace}");
        Map(routes, "/api/workspaces/{workspace}/{**rest}");
    }

    private static void Map(IEndpointRouteBuilder routes, string pattern) => routes.Map(pattern, HandleAsync)
        .ExcludeFromDescription()
        .RequireCapability(Capabilities.SessionList);

    public static Task HandleAsync(HttpContext context)
    {
        // No id has one, and what is decoded twice on the way to the runner could name something else there.
        if (context.Request.Path.Value!.Contains('%', StringComparison.Ordinal))
        {
            return context.WriteProblemAsync(new Error(ErrorKind.NotFound, "request.not-found", "There is nothing at this path; ids have no percent signs."));
        }

        return context.RequestServices.GetRequiredService<Forwarder>().ForwardAsync(context);
    }
}
