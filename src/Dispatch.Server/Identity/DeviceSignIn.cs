using Dispatch.Protocol.Access;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Identity;

/// <summary>Signs a browser in: a device with a token of its own, which only the browser's cookie and, hashed, the database hold.</summary>
internal sealed partial class DeviceSignIn(DeviceStore devices, TimeProvider time, ILogger<DeviceSignIn> logger)
{
    public async Task<Me> SignInAsync(HttpContext context, Caller caller)
    {
        var token = Secret.New();
        var now = time.NowMilliseconds();
        var device = new NewDevice(
            Identifier.NewDevice(), caller.Principal, DeviceName.From(context.Request.Headers.UserAgent.ToString()), Secret.Hash(token),
            now, now + (long)DeviceCookie.Lifetime.TotalMilliseconds);
        await devices.AddAsync(device, context.RequestAborted);
        DeviceCookie.Write(context, token);
        LogSignedIn(logger, caller.Principal, device.Id, device.Name);
        return Describe(caller with { Device = device.Id });
    }

    public static Me Describe(Caller caller) =>
        new(caller.Principal, caller.Name, caller.Device, AccessDecision.Held(caller.Grants, Capabilities.All, null));

    [LoggerMessage(1, LogLevel.Information, "{Principal} signed in on {Device}, {Name}")]
    private static partial void LogSignedIn(ILogger logger, string principal, string device, string name);
}
