using System.Net;
using Dispatch.Protocol.Problems;

namespace Dispatch.Server.Hosting;

/// <summary>
/// Answers only to names that are this server's own. A page of another site can point its own name at this machine (DNS rebinding)
/// and would then count as the same origin; its name gives it away.
/// </summary>
internal static class HostCheck
{
    public static void UseHostCheck(this IApplicationBuilder app, ServerOptions options) => app.Use((context, next) =>
        IsOwn(context.Request.Host.Host, options, context.Connection.LocalIpAddress)
            ? next(context)
            : context.WriteProblemAsync(new Error(
                ErrorKind.Forbidden, "request.host", $"This server does not answer to the name {Shorten(context.Request.Host.Value)}; start it with --allow-host NAME if that is its name.")));

    /// <param name="host">Of the Host header, without the port.</param>
    /// <param name="local">The address that the connection came in at.</param>
    public static bool IsOwn(string host, ServerOptions options, IPAddress? local)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || options.AllowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        // An address can't be rebound, so the one that was called is as good as a name.
        return IPAddress.TryParse(host.Trim('[', ']'), out var address)
            && (IPAddress.IsLoopback(address) || address.Equals(options.Bind) || Same(address, local));
    }

    private static bool Same(IPAddress address, IPAddress? local) =>
        local is not null && address.Equals(local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local);

    private static string Shorten(string? host) => host is { Length: > 100 } ? host[..100] + "…" : host ?? "(none)";
}
