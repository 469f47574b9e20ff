using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Dispatch.Protocol;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Dispatch.Runner.Gateway;

/// <summary>The port on loopback at which agents reach models: the same one after the runner's restart, as agents outlive it.</summary>
internal sealed partial class GatewayPort(DataFolder data, IServer server, ILogger<GatewayPort> logger)
{
    private int _bound;

    /// <summary>Where it listens; 0 before it does.</summary>
    public int Bound => Volatile.Read(ref _bound) is > 0 and var known ? known : Find();

    /// <summary>The port to listen at: the last one where it is free, else any.</summary>
    public static int Choose(DataFolder data)
    {
        if (!File.Exists(data.GatewayPortFile)
            || !int.TryParse(File.ReadAllText(data.GatewayPortFile), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            || last is < 1024 or > IPEndPoint.MaxPort)
        {
            return 0;
        }

        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, last));
            probe.Listen();
            return last;
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    /// <summary>Remembers it for the next runner; once this one listens.</summary>
    public void Keep()
    {
        var before = File.Exists(data.GatewayPortFile) ? File.ReadAllText(data.GatewayPortFile) : null;
        var now = Bound.ToString(CultureInfo.InvariantCulture);
        if (before is not null && before != now)
        {
            LogMoved(logger, before, now);
        }

        File.WriteAllText(data.GatewayPortFile, now);
    }

    private int Find()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(BindingAddress.Parse).FirstOrDefault(address => !address.IsUnixPipe);
        Volatile.Write(ref _bound, address?.Port ?? 0);
        return address?.Port ?? 0;
    }

    [LoggerMessage(EventId = 140, Level = LogLevel.Warning, Message = "Another program has port {Before}, at which agents reached models; it is {Now} now. Agents that were started before reach none until they are restarted")]
    private static partial void LogMoved(ILogger logger, string before, string now);
}
