using Dispatch.Protocol.Access;
using Dispatch.Protocol.Settings;
using Dispatch.Server.Access;
using Dispatch.Server.Identity;

namespace Dispatch.Server.Settings;

/// <summary><c>GET /api/settings</c>: the layers that apply to the caller.</summary>
internal static class GetSettings
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/settings", Handle)
        .WithName("getSettings").WithSummary("The layers of settings that apply to the caller, what goes over what last").Produces<SettingsLayerList>()
        .RequireCapability(Capabilities.SettingsRead);

    private static async Task<IResult> Handle(HttpContext context, SettingsLayers layers) =>
        TypedResults.Ok(new SettingsLayerList(await layers.OfAsync(context.Caller(), context.RequestAborted)));
}
