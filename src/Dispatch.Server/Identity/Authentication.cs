using Dispatch.Protocol.Problems;
using Dispatch.Server.Hosting;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Identity;

/// <summary>Finds out who calls: by the access key or the token of a program, else by the cookie of a browser.</summary>
internal static class Authentication
{
    private const string Bearer = "Bearer ";

    // Written down no more often than this: a request should not cost a write.
    private static readonly TimeSpan SeenInterval = TimeSpan.FromHours(1);

    private static readonly object CallerItem = new();

    /// <summary>Who calls; null when nobody is signed in.</summary>
    public static Caller? FindCaller(this HttpContext context) => (Caller?)context.Items[CallerItem];

    /// <summary>Who calls, behind an endpoint that requires a capability.</summary>
    public static Caller Caller(this HttpContext context) =>
        context.FindCaller() ?? throw new InvalidOperationException("This endpoint lets callers in that are not signed in.");

    public static void UseIdentity(this IApplicationBuilder app) => app.Use(static async (context, next) =>
    {
        if (context.Request.Headers.Authorization.ToString() is { Length: > 0 } authorization)
        {
            if (await FindByKeyAsync(context, authorization) is { } refusal)
            {
                await context.WriteProblemAsync(refusal);
                return;
            }
        }
        else if (DeviceCookie.Read(context.Request) is { } token)
        {
            context.Items[CallerItem] = await FindByCookieAsync(context, token);
        }

        await next(context);
    });

    private static async Task<Error?> FindByKeyAsync(HttpContext context, string authorization)
    {
        var services = context.RequestServices;
        var key = authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : "";
        if (key.StartsWith(AccessToken.Prefix, StringComparison.Ordinal))
        {
            return (context.Items[CallerItem] = await FindByTokenAsync(context, key)) is null
                ? new Error(ErrorKind.Unauthenticated, "access.token-wrong", "This token was revoked, is over, or never was; dispatch mcp token makes another.")
                : null;
        }

        if (await services.GetRequiredService<KeyCheck>().FindCallerAsync(key, context.RequestAborted) is { } caller)
        {
            context.Items[CallerItem] = caller;
            return null;
        }

        // Not counted as a failed sign-in: whoever has the right key goes on at any time, so a limit would keep nobody from trying.
        return new Error(ErrorKind.Unauthenticated, "access.key-wrong", "This is not the access key; dispatch key shows it.");
    }

    private static async Task<Caller?> FindByTokenAsync(HttpContext context, string token)
    {
        var services = context.RequestServices;
        var now = services.GetRequiredService<TimeProvider>().NowMilliseconds();
        var tokens = services.GetRequiredService<AccessTokenStore>();
        if (await services.GetRequiredService<PrincipalStore>().FindByDeviceAsync(Secret.Hash(token), now, context.RequestAborted) is not { Caller: { ByCookie: false } caller } found)
        {
            return null;
        }

        if (now - found.LastSeenAt > SeenInterval.TotalMilliseconds)
        {
            await tokens.SeenAsync(caller.Device!, now, context.RequestAborted);
        }

        return caller;
    }

    private static async Task<Caller?> FindByCookieAsync(HttpContext context, string token)
    {
        var services = context.RequestServices;
        var now = services.GetRequiredService<TimeProvider>().NowMilliseconds();
        var found = await services.GetRequiredService<PrincipalStore>().FindByDeviceAsync(Secret.Hash(token), now, context.RequestAborted);
        if (found is { Caller.ByCookie: false })
        {
            return null;
        }

        if (found is { Caller.Device: { } device } && now - found.LastSeenAt > SeenInterval.TotalMilliseconds)
        {
            var expiresAt = now + (long)DeviceCookie.Lifetime.TotalMilliseconds;
            await services.GetRequiredService<DeviceStore>().SeenAsync(device, now, expiresAt, context.RequestAborted);
            DeviceCookie.Write(context, token);
        }

        return found?.Caller;
    }
}
