using Dispatch.Protocol.Access;
using Dispatch.Server.Access;
using Dispatch.Server.Forwarding;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Workspaces;

/// <summary>
/// What the server keeps of a workspace goes with it, once the runner says that it removed it, or that it has none of that name for whoever asks to
/// remove it again. That it merely isn't in the runner's list takes nothing away: it may be there
/// again in a moment, as when an older data folder was put in its place, and what was kept of it would not.
/// </summary>
internal static class ForgetWorkspace
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/api/workspaces/{workspace}", HandleAsync)
        .ExcludeFromDescription()
        .RequireCapability(Capabilities.WorkspaceManage);

    private static async Task HandleAsync(
        string workspace, HttpContext context, SecretStore secrets, WorkspaceTraceStore traces, WorkspaceBoard workspaces, Foundation foundation)
    {
        await ForwardingEndpoints.HandleAsync(context);
        if (context.Response.StatusCode == StatusCodes.Status204NoContent
            || (context.Response.StatusCode == StatusCodes.Status404NotFound && workspaces.Knows(workspace) is false))
        {
            await secrets.ForgetAsync(foundation.Environment, workspace, CancellationToken.None);
            await traces.ForgetAsync(workspace, CancellationToken.None);
        }
    }
}
