using Dispatch.Protocol.Access;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;
using Dispatch.Server.Storage;
using Dispatch.Server.Workspaces;

namespace Dispatch.Server.Secrets;

/// <summary><c>GET /api/workspaces/{workspace}/secrets</c>: the names of the secret variables, and nothing of their values.</summary>
internal static class ListSecrets
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(SecretServices.Collection, Handle)
        .WithName("listSecrets").WithSummary("The names of a workspace's secret variables; their values are told to nobody")
        .Produces<SecretList>()
        .RequireCapability(Capabilities.WorkspaceRead);

    private static async Task<IResult> Handle(
        string workspace, HttpContext context, SecretStore secrets, SecretSeal seal, WorkspaceBoard workspaces, Foundation foundation)
    {
        if (SecretServices.Refuse(workspaces, workspace) is { } refusal)
        {
            return refusal.ToResult();
        }

        var items = new List<SecretInfo>();
        foreach (var row in await secrets.ListAsync(foundation.Environment, workspace, context.RequestAborted))
        {
            var isReadable = await seal.OpenAsync(workspace, row.Name, row.SealedValue, context.RequestAborted) is not null;
            items.Add(new SecretInfo(row.Name, DateTimeOffset.FromUnixTimeMilliseconds(row.ChangedAt), isReadable ? null : true));
        }

        return TypedResults.Ok(new SecretList(items));
    }
}
