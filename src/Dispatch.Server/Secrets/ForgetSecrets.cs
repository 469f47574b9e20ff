using Dispatch.Protocol.Access;
using Dispatch.Server.Access;
using Dispatch.Server.Forwarding;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Secrets;

/// <summary>
/// A workspace's secrets go with it, once the runner says that it removed it. That it merely isn't in the runner's list takes nothing away:
/// it may be there again in a moment, and its secrets would not.
/// </summary>
internal static class ForgetSecrets
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/api/workspaces/{workspace}", HandleAsync)
        .ExcludeFromDescription()
        .RequireCapability(Capabilities.SessionList);

    private static async Task HandleAsync(string workspace, HttpContext context, SecretStore secrets, Foundation foundation)
    {
        await ForwardingEndpoints.HandleAsync(context);
        if (context.Response.StatusCode == StatusCodes.Status204NoContent)
        {
            await secrets.ForgetAsync(foundation.Environment, workspace, CancellationToken.None);
        }
    }
}
