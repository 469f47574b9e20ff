using Dispatch.Protocol.Access;
using Dispatch.Server.Access;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Identity;

/// <summary><c>POST /api/sign-out</c>: ends this browser's sign-in and whatever it has open.</summary>
internal static class SignOut
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/sign-out", Handle)
        .WithName("signOut").WithSummary("Signs this browser out").Produces(StatusCodes.Status204NoContent)
        .RequireCapability(Capabilities.AccessRead);

    private static async Task<IResult> Handle(HttpContext context, DeviceStore devices, LiveConnections connections)
    {
        var caller = context.Caller();
        if (caller.Device is { } device)
        {
            await devices.RemoveAsync(caller.Principal, device, context.RequestAborted);
            connections.CutDevice(device);
        }

        DeviceCookie.Clear(context);
        return TypedResults.NoContent();
    }
}
