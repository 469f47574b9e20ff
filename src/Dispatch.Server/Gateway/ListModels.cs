using Dispatch.Protocol.Access;
using Dispatch.Protocol.Gateway;
using Dispatch.Server.Access;

namespace Dispatch.Server.Gateway;

/// <summary><c>GET /api/models</c>: the providers, and whether there is a key to each.</summary>
internal static class ListModels
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(GatewayServices.Models, Handle)
        .WithName("listModels").WithSummary("The providers of models that agents reach through Dispatch, and where their keys are from; the keys are told to nobody")
        .Produces<ModelList>()
        .RequireCapability(Capabilities.ServerRead);

    private static async Task<IResult> Handle(HttpContext context, ProviderKeys keys) => TypedResults.Ok(new ModelList(
        [.. (await keys.AllAsync(context.RequestAborted)).Select(static key => new ModelProviderInfo(
            key.Provider.Id, key.Provider.Title, key.Source, key.Base, key.ChangedAt, key is { Key: null, Source: not null } ? true : null))]));
}
