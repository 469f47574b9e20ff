using Dispatch.Protocol.Access;
using Dispatch.Protocol.Gateway;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;
using Dispatch.Server.Identity;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Gateway;

/// <summary><c>GET</c> and <c>PUT /api/models/limits</c>: how much may be asked of models.</summary>
internal static class LimitEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(GatewayServices.Limits, Read)
            .WithName("getModelLimits").WithSummary("How much may be asked of models in a day and by a session")
            .Produces<ModelLimits>()
            .RequireCapability(Capabilities.ServerRead);
        routes.MapPut(GatewayServices.Limits, Set)
            .WithName("setModelLimits").WithSummary("Set how much may be asked of models; what is left out has no limit")
            .Produces(StatusCodes.Status204NoContent)
            .RequireCapability(Capabilities.ServerManage);
    }

    private static async Task<IResult> Read(HttpContext context, ModelKeyStore store) =>
        TypedResults.Ok(UsageLedger.Limits(await store.LimitsAsync(context.RequestAborted)));

    private static async Task<IResult> Set(ModelLimits limits, HttpContext context, ModelKeyStore store, TimeProvider time)
    {
        if (ModelRules.Refuse(limits) is { } refusal)
        {
            return refusal.ToResult();
        }

        await store.SetLimitsAsync(UsageLedger.Kept(limits), context.Caller().Principal, time.NowMilliseconds(), context.RequestAborted);
        return TypedResults.NoContent();
    }
}
