using Dispatch.Protocol.Access;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Identity;

/// <summary><c>GET /api/devices</c>: the browsers that are signed in as the caller.</summary>
internal static class ListDevices
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/devices", Handle)
        .WithName("listDevices").WithSummary("The browsers that are signed in").Produces<DeviceList>()
        .RequireCapability(Capabilities.AccessRead);

    private static async Task<IResult> Handle(HttpContext context, DeviceStore devices, TimeProvider time)
    {
        var caller = context.Caller();
        var found = await devices.ListAsync(caller.Principal, time.NowMilliseconds(), context.RequestAborted);
        return TypedResults.Ok(new DeviceList(
        [
            .. found.Select(device => new DeviceInfo(
                device.Id, device.Name, DateTimeOffset.FromUnixTimeMilliseconds(device.SignedInAt),
                DateTimeOffset.FromUnixTimeMilliseconds(device.LastSeenAt), device.Id == caller.Device)),
        ]));
    }
}
