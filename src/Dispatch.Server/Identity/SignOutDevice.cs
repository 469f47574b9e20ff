using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Identity;

/// <summary><c>DELETE /api/devices/{id}</c>: signs another browser out, or revokes a token, and cuts whatever it has open.</summary>
internal static class SignOutDevice
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/api/devices/{id}", Handle)
        .WithName("signOutDevice").WithSummary("Signs a browser out, or revokes a token").Produces(StatusCodes.Status204NoContent)
        .RequireCapability(Capabilities.AccessManage);

    private static async Task<IResult> Handle(string id, HttpContext context, DeviceStore devices, AccessTokenStore tokens, LiveConnections connections)
    {
        var principal = context.Caller().Principal;
        if (!await devices.RemoveAsync(principal, id, context.RequestAborted) && !await tokens.RemoveAsync(principal, id, context.RequestAborted))
        {
            return new Error(ErrorKind.NotFound, "device.not-found", $"No device {id} is signed in; GET /api/devices lists those that are.").ToResult();
        }

        connections.CutDevice(id);
        return TypedResults.NoContent();
    }
}
