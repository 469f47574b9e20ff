using System.Net.Sockets;
using Dispatch.Protocol;

namespace Dispatch.Server.Environments;

/// <summary>How an environment's runner is reached: something that yields a stream to it. Here, the Unix socket in the data folder.</summary>
internal sealed class RunnerTransport(DataFolder data)
{
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(data.RunnerSocket), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
