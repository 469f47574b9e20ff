using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dispatch.Runner.Tests.Workspaces;

/// <summary>A web server that wants a password of whoever asks, or that takes connections and says nothing.</summary>
internal sealed class LockedServer : IDisposable
{
    private static readonly byte[] Refusal = Encoding.ASCII.GetBytes(
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"here\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Socket> _held = [];

    public LockedServer(bool answers = true)
    {
        _listener.Start();
        _ = ServeAsync(answers);
    }

    public string Url => $"http://somebody:s3cret@127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/repository.git";

    public Task Asked => _asked.Task.WaitAsync(RunnerFixture.Patience);

    public void Dispose()
    {
        _listener.Dispose();
        _held.ForEach(socket => socket.Dispose());
    }

    private async Task ServeAsync(bool answers)
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                _held.Add(socket);
                await socket.ReceiveAsync(new byte[4096]);
                _asked.TrySetResult();
                if (answers)
                {
                    await socket.SendAsync(Refusal);
                    socket.Shutdown(SocketShutdown.Both);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }
}
