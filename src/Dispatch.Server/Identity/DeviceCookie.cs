namespace Dispatch.Server.Identity;

/// <summary>The cookie that keeps a browser signed in: an opaque token, for 90 days since last seen.</summary>
internal static class DeviceCookie
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    public static string? Read(HttpRequest request) => request.Cookies[Name(request)];

    public static void Write(HttpContext context, string token) =>
        context.Response.Cookies.Append(Name(context.Request), token, Options(context.Request, Lifetime));

    public static void Clear(HttpContext context) =>
        context.Response.Cookies.Delete(Name(context.Request), Options(context.Request, null));

    // Cookies don't tell ports apart: without the port in its name, two servers on one machine would sign each other out.
    // The prefix makes a browser refuse it unless it is Secure, host-only and for the whole host (RFC 6265bis).
    private static string Name(HttpRequest request)
    {
        var name = request.IsHttps ? "__Host-dispatch" : "dispatch";
        var usual = request.IsHttps ? 443 : 80;
        return request.Host.Port is { } port && port != usual ? $"{name}-{port}" : name;
    }

    private static CookieOptions Options(HttpRequest request, TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        MaxAge = maxAge,
        IsEssential = true,
    };
}
