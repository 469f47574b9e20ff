using Dispatch.Protocol.Problems;
using Dispatch.Server.Identity;

namespace Dispatch.Server.Hosting;

/// <summary>
/// No page of another origin may open a WebSocket or change anything here with a signed-in browser's cookie. Browsers send Origin with
/// both; programs, which send none, come with the access key or a token and without a cookie.
/// </summary>
internal static class OriginCheck
{
    public static void UseOriginCheck(this IApplicationBuilder app) => app.Use(static (context, next) =>
        !IsGuarded(context.Request) || Refuse(context) is not { } reason
            ? next(context)
            : context.WriteProblemAsync(new Error(ErrorKind.Forbidden, "request.origin", reason)));

    private static bool IsGuarded(HttpRequest request) =>
        request.Headers.Upgrade.Count > 0
        || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));

    private static string? Refuse(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers.Origin.Count == 0)
        {
            return context.FindCaller() is { ByCookie: true }
                ? "A request with a browser's cookie needs an Origin header; programs use the access key (Authorization: Bearer) instead."
                : null;
        }

        var own = $"{request.Scheme}://{request.Host}";
        return string.Equals(request.Headers.Origin.ToString(), own, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"The request comes from a page of another origin than {own}; only this server's own page may do this.";
    }
}
