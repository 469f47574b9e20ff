using Dispatch.Protocol.Access;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;
using Dispatch.Server.Identity;
using Dispatch.Server.Storage;
using Dispatch.Server.Workspaces;

namespace Dispatch.Server.Secrets;

/// <summary><c>PUT /api/workspaces/{workspace}/secrets/{name}</c>: sets a secret variable. A plain one of the name is replaced by it.</summary>
internal static class SetSecret
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut(SecretServices.Collection + "/{name}", Handle)
        .WithName("setSecret").WithSummary("Set a secret variable: kept encrypted, and given to the workspace's sessions from their next start on")
        .Produces(StatusCodes.Status204NoContent)
        .RequireCapability(Capabilities.WorkspaceManage);

    private static async Task<IResult> Handle(
        string workspace, string name, SetVariable request, HttpContext context, SecretStore secrets, SecretSeal seal, SecretDelivery delivery,
        WorkspaceBoard workspaces, Foundation foundation, TimeProvider time)
    {
        if ((VariableRules.Refuse(name, request.Value) ?? SecretServices.Refuse(workspaces, workspace)) is { } refusal)
        {
            return refusal.ToResult();
        }

        var (made, error) = await seal.SealAsync(workspace, name, request.Value, context.RequestAborted);
        if (made is null)
        {
            return error!.ToResult();
        }

        if (!await secrets.SetAsync(
            foundation.Environment, workspace, name, made, context.Caller().Principal, time.NowMilliseconds(), VariableRules.Most, context.RequestAborted))
        {
            return VariableRules.TooMany(workspace).ToResult();
        }

        await delivery.SendAsync(context.RequestAborted);
        return TypedResults.NoContent();
    }
}
