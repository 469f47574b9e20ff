using Dispatch.Protocol.Access;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;
using Dispatch.Server.Storage;
using Dispatch.Server.Workspaces;

namespace Dispatch.Server.Secrets;

/// <summary><c>DELETE /api/workspaces/{workspace}/secrets/{name}</c>: removes a secret variable. What runs keeps what it was started with.</summary>
internal static class RemoveSecret
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete(SecretServices.Collection + "/{name}", Handle)
        .WithName("removeSecret").WithSummary("Remove a secret variable")
        .Produces(StatusCodes.Status204NoContent)
        .RequireCapability(Capabilities.WorkspaceManage);

    private static async Task<IResult> Handle(
        string workspace, string name, HttpContext context, SecretStore secrets, SecretDelivery delivery, WorkspaceBoard workspaces, Foundation foundation)
    {
        if (SecretServices.Refuse(workspaces, workspace) is { } refusal)
        {
            return refusal.ToResult();
        }

        if (!await secrets.RemoveAsync(foundation.Environment, workspace, name, context.RequestAborted))
        {
            return VariableRules.NotFound(name, workspace).ToResult();
        }

        await delivery.SendAsync(context.RequestAborted);
        return TypedResults.NoContent();
    }
}
