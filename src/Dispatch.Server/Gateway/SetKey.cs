using Dispatch.Protocol.Access;
using Dispatch.Protocol.Gateway;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;
using Dispatch.Server.Identity;

namespace Dispatch.Server.Gateway;

/// <summary><c>PUT /api/models/{provider}/key</c>: sets a key. It goes before one of the server's environment.</summary>
internal static class SetKey
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut(GatewayServices.Key, Handle)
        .WithName("setModelKey").WithSummary("Set the key to a provider's models: kept encrypted, and used for agents from their next start on")
        .Produces(StatusCodes.Status204NoContent)
        .RequireCapability(Capabilities.ServerManage);

    private static async Task<IResult> Handle(string provider, SetModelKey request, HttpContext context, ProviderKeys keys, GatewayDelivery delivery)
    {
        if (ModelProviders.Find(provider) is not { } known)
        {
            return ModelRules.UnknownProvider(provider).ToResult();
        }

        if ((ModelRules.Refuse(request) ?? await keys.SetAsync(known, request.Key, request.BaseUrl, context.Caller().Principal, context.RequestAborted)) is { } refusal)
        {
            return refusal.ToResult();
        }

        await delivery.SendAsync(context.RequestAborted);
        return TypedResults.NoContent();
    }
}
