using System.Net;
using Dispatch.Protocol.Problems;
using Microsoft.AspNetCore.HttpOverrides;

namespace Dispatch.Server.Hosting;

/// <summary>Behind a reverse proxy: it alone is believed about who calls, by which name and scheme, and it alone may call from afar.</summary>
internal static class Proxies
{
    public static void UseProxies(this IApplicationBuilder app, ServerOptions options)
    {
        if (options.Proxies.Count == 0)
        {
            return;
        }

        app.Use((context, next) => MayCall(context.Connection.RemoteIpAddress, options)
            ? next(context)
            : context.WriteProblemAsync(new Error(
                ErrorKind.Forbidden, "request.not-by-proxy", "This server is reached through its proxy only; use the proxy's address, or add this one with --behind-proxy CIDR.")));

        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null,
        };
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        foreach (var network in options.Proxies)
        {
            forwarded.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(forwarded);
    }

    private static bool MayCall(IPAddress? remote, ServerOptions options)
    {
        var address = remote is { IsIPv4MappedToIPv6: true } ? remote.MapToIPv4() : remote;
        return address is not null && (IPAddress.IsLoopback(address) || options.Proxies.Any(network => network.Contains(address)));
    }
}
