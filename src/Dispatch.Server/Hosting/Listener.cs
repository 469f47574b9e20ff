using System.Net;
using System.Net.Sockets;
using Dispatch.Connections;
using Dispatch.Protocol.Attach;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Dispatch.Server.Hosting;

/// <summary>Where the server listens, and by which address it is reached.</summary>
internal static class Listener
{
    /// <summary>
    /// HTTP/1.1 only: over TLS a browser would open WebSockets on HTTP/2, where there is no upgrade to splice.
    /// </summary>
    public static void Configure(IWebHostBuilder host, ServerOptions options, ServerCertificate? certificate)
    {
        host.UseKestrelCore().UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = AttachProtocol.MaximumFrame;
            kestrel.Limits.MaxResponseBufferSize = LargeBlocks.BufferedBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            // Before the other: what it is reached by is asked of the first.
            kestrel.Listen(options.Bind, options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificate is not null)
                {
                    listen.UseHttps(https =>
                    {
                        https.ServerCertificate = certificate.Certificate;
                        https.ServerCertificateChain = certificate.Chain;
                    });
                }
            });
            kestrel.ListenUnixSocket(options.Data.GatewaySocket, listen => listen.Protocols = HttpProtocols.Http1);
        });
        host.ConfigureServices(services => services.AddSingleton<IMemoryPoolFactory<byte>, LargeBlocks>());
        if (certificate is not null)
        {
            host.UseKestrelHttpsConfiguration();
        }
    }

    /// <summary>Finds out before anything is made whether the port can be had.</summary>
    public static void DemandFree(ServerOptions options)
    {
        using var probe = new Socket(options.Bind.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(options.Bind, options.Port));
            probe.Listen();
        }
        catch (SocketException e)
        {
            throw Explain(options, e);
        }
    }

    public static StartException Explain(ServerOptions options, SocketException e) => new(
        e.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => $"Port {options.Port} on {options.Bind} is taken by another program; choose another with --port N (0 for any free one), or end that program.",
            SocketError.AccessDenied => $"Port {options.Port} on {options.Bind} is not for this account; choose one from 1024 with --port N.",
            SocketError.AddressNotAvailable => $"{options.Bind} is no address of this machine; choose another with --bind IP.",
            _ => $"Port {options.Port} on {options.Bind} can't be opened ({e.Message.TrimEnd('.')}); choose another with --port N or --bind IP.",
        },
        e);

    /// <summary>Where a program on this machine connects to.</summary>
    public static IPEndPoint Local(ServerOptions options, IServer server)
    {
        var bound = BindingAddress.Parse(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var address = options.Bind.Equals(IPAddress.Any) ? IPAddress.Loopback
            : options.Bind.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : options.Bind;
        return new IPEndPoint(address, bound.Port);
    }

    /// <summary>The URL that a person on this machine opens.</summary>
    public static Uri Url(ServerOptions options, IServer server)
    {
        var local = Local(options, server);
        var host = options.Tls && options.AllowedHosts.Count > 0 ? options.AllowedHosts[0] : local.Address.ToString();
        return new UriBuilder(options.Tls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, host, local.Port).Uri;
    }
}
