using System.Net;
using System.Net.Sockets;

namespace Dispatch.Cli.Doctor;

/// <summary>Whether the server answers where it says, or could listen where it usually does.</summary>
internal static class PortCheck
{
    public const string Name = "port";

    public static IEnumerable<Finding> Look(Examined examined)
    {
        if (examined.Status is { } status)
        {
            return [Finding.Ok(Name, $"The server answers at {status.Url}")];
        }

        if (examined.Server is not null)
        {
            // Told by what runs.
            return [];
        }

        var port = examined.Port;
        // Bound and let go of, never listened on: nobody can have connected.
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return [Finding.Ok(Name, $"Port {port} is free")];
        }
        catch (SocketException e)
        {
            return [e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => Finding.Warning(
                    Name, $"Port {port} is taken by another program", $"Start on another: dispatch start --port 0 (any free one). To see whose it is: ss -ltnp sport = :{port}"),
                SocketError.AccessDenied => Finding.Warning(Name, $"Port {port} is not for this account", "Choose one from 1024 with --port N"),
                _ => Finding.Warning(Name, $"Port {port} can't be opened ({e.Message.TrimEnd('.')})", "Choose another with --port N"),
            }];
        }
    }
}
