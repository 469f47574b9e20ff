using Dispatch.Protocol.Access;
using Dispatch.Protocol.Gateway;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;

namespace Dispatch.Server.Gateway;

/// <summary><c>DELETE /api/models/{provider}/key</c>: forgets a key that was set. What agents ask is refused from then on.</summary>
internal static class RemoveKey
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete(GatewayServices.Key, Handle)
        .WithName("removeModelKey").WithSummary("Forget the key to a provider's models that was set")
        .Produces(StatusCodes.Status204NoContent)
        .RequireCapability(Capabilities.ServerManage);

    private static async Task<IResult> Handle(string provider, HttpContext context, ProviderKeys keys, GatewayDelivery delivery)
    {
        if (ModelProviders.Find(provider) is not { } known)
        {
            return ModelRules.UnknownProvider(provider).ToResult();
        }

        if (!await keys.RemoveAsync(known, context.RequestAborted))
        {
            return ModelRules.NoKey(known).ToResult();
        }

        await delivery.SendAsync(context.RequestAborted);
        return TypedResults.NoContent();
    }
}
