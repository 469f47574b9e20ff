using Dispatch.Protocol.Access;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Identity;

/// <summary><c>GET /api/devices</c>: the browsers that are signed in as the caller, and the tokens of programs that it made.</summary>
internal static class ListDevices
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/devices", Handle)
        .WithName("listDevices").WithSummary("The browsers that are signed in, and the tokens of programs").Produces<DeviceList>()
        .RequireCapability(Capabilities.AccessRead);

    private static async Task<IResult> Handle(HttpContext context, DeviceStore devices, AccessTokenStore tokens, TimeProvider time)
    {
        var caller = context.Caller();
        var now = time.NowMilliseconds();
        var browsers = await devices.ListAsync(caller.Principal, now, context.RequestAborted);
        var made = await tokens.ListAsync(caller.Principal, now, context.RequestAborted);
        return TypedResults.Ok(new DeviceList(
        [
            .. browsers.Select(device => new DeviceInfo(device.Id, device.Name, At(device.SignedInAt), At(device.LastSeenAt), device.Id == caller.Device)),
            .. made.Select(token => new DeviceInfo(token.Id, token.Name, At(token.MadeAt), At(token.LastSeenAt), Current: false, Describe(token))),
        ]));
    }

    private static TokenInfo Describe(StoredAccessToken token) => new(
        [.. token.Grants.Select(grant => grant.Capability)],
        token.Grants.Select(grant => grant.Workspace).Distinct().Single() is var workspace && workspace == Grant.Any ? null : workspace,
        At(token.ExpiresAt));

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
