using System.Net;
using System.Net.Sockets;
using Dispatch.Protocol.Gateway;

namespace Dispatch.Runner.Gateway;

/// <summary>The way to the server's gateway, as the server gave it last: in this memory and nowhere else.</summary>
internal sealed class ServerGateway(TimeProvider time) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        ConnectCallback = static async (context, cancellation) => await ConnectAsync(context.InitialRequestMessage.Options.TryGetValue(Way, out var socket) ? socket : "", cancellation),
        ConnectTimeout = TimeSpan.FromSeconds(3),
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
    });

    private static readonly HttpRequestOptionsKey<string> Way = new("socket");

    private volatile Given? _given;
    private volatile TaskCompletionSource _arrives = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the server has said anything yet.</summary>
    public bool HasArrived => _given is not null;

    /// <summary>The providers that the server has a key for.</summary>
    public IReadOnlyList<string> Providers => _given?.Gateway.Providers ?? [];

    public void Take(RunnerGateway gateway)
    {
        _given = new Given(gateway, time.GetTimestamp());
        Interlocked.Exchange(ref _arrives!, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    /// <summary>Returns at the next word of the server, or when the time is over.</summary>
    public async Task AwaitNewsAsync(TimeSpan most, CancellationToken cancellation) =>
        await _arrives.Task.WaitAsync(most, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Null while there is none that the server would take.</summary>
    public RunnerGateway? Current => _given is { } given && time.GetElapsedTime(given.At).TotalMilliseconds < given.Gateway.LifetimeMs ? given.Gateway : null;

    /// <summary>Gives the answer as soon as its head is there.</summary>
    /// <exception cref="HttpRequestException">The server isn't there, or went away before it answered.</exception>
    public Task<HttpResponseMessage> SendAsync(RunnerGateway gateway, HttpRequestMessage request, CancellationToken cancellation)
    {
        request.Options.Set(Way, gateway.Socket);
        return _http.SendAsync(request, cancellation);
    }

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed record Given(RunnerGateway Gateway, long At);
}
