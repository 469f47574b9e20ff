using System.Buffers;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Dispatch.Cli.Commands;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;

namespace Dispatch.Cli.Connection;

/// <summary>One WebSocket to one session, until it closes.</summary>
internal sealed class SessionSocket : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly ClientWebSocket _socket;
    private readonly byte[] _frame = ArrayPool<byte>.Shared.Rent(AttachProtocol.MaximumFrame);
    private readonly Channel<(byte[] Frame, WebSocketMessageType Type)> _outgoing =
        Channel.CreateBounded<(byte[], WebSocketMessageType)>(new BoundedChannelOptions(64) { SingleReader = true });
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _sending;

    private SessionSocket(ClientWebSocket socket)
    {
        _socket = socket;
        _sending = SendAllAsync();
    }

    /// <exception cref="Failure">The server refuses: trying again won't help.</exception>
    /// <exception cref="WebSocketException">It can't be reached, or not now.</exception>
    public static async Task<SessionSocket> ConnectAsync(ServerConnection connection, string sessionPath, CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(AttachProtocol.Subprotocol);
        socket.Options.SetRequestHeader("Authorization", $"Bearer {connection.Key.Value}");
        socket.Options.KeepAliveInterval = Beat;
        socket.Options.KeepAliveTimeout = Beat;
        socket.Options.CollectHttpResponseDetails = true;
        var address = new UriBuilder(new Uri(connection.Address, $"{sessionPath}/attach"))
        {
            Scheme = connection.Address.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
        }.Uri;
        try
        {
            using var invoker = new HttpMessageInvoker(connection.Handler());
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            await socket.ConnectAsync(address, invoker, patience.Token);
            return new SessionSocket(socket);
        }
        catch (WebSocketException) when ((int)socket.HttpStatusCode is >= 400 and < 500)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            throw new Failure(status switch
            {
                HttpStatusCode.NotFound => "The session is gone. See what there is with: dispatch ls",
                HttpStatusCode.Unauthorized => $"The server at {connection.Address} doesn't take the access key of {connection.Key.Origin}",
                HttpStatusCode.Forbidden => $"The access key of {connection.Key.Origin} doesn't allow this session",
                _ => $"The server at {connection.Address} answered {(int)status} to attaching. Compare versions with: dispatch status",
            });
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            socket.Dispose();
            throw new WebSocketException($"no answer within {Patience.TotalSeconds:0} s");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The next frame, good until the next call; null once the other side has closed.</summary>
    public async Task<(ReadOnlyMemory<byte> Bytes, bool IsText)?> ReceiveAsync(CancellationToken cancellation)
    {
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_frame.AsMemory(length), cancellation);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (part.EndOfMessage)
            {
                return (_frame.AsMemory(0, length), part.MessageType == WebSocketMessageType.Text);
            }

            if (length == _frame.Length)
            {
                throw new WebSocketException($"a frame was larger than {_frame.Length} bytes");
            }
        }
    }

    /// <summary>Waits when the other side takes nothing. Lost when the connection is.</summary>
    public async ValueTask SendAsync(ClientMessage message, CancellationToken cancellation) =>
        await SendAsync(JsonSerializer.SerializeToUtf8Bytes(message, Wire.Default.ClientMessage), WebSocketMessageType.Text, cancellation);

    public async ValueTask SendAsync(byte[] frame, WebSocketMessageType type, CancellationToken cancellation)
    {
        if (await _outgoing.Writer.WaitToWriteAsync(cancellation))
        {
            _outgoing.Writer.TryWrite((frame, type));
        }
    }

    /// <summary>Sends what is still to be sent, and closes.</summary>
    public Task FinishAsync()
    {
        _outgoing.Writer.TryComplete();
        return _sending;
    }

    public async ValueTask DisposeAsync()
    {
        _closing.CancelAfter(Farewell);
        await FinishAsync();
        _socket.Dispose();
        _closing.Dispose();
        ArrayPool<byte>.Shared.Return(_frame);
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var (frame, type) in _outgoing.Reader.ReadAllAsync(_closing.Token))
            {
                await _socket.SendAsync(frame, type, endOfMessage: true, _closing.Token);
            }

            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _closing.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or InvalidOperationException or IOException)
        {
            // The receiving side sees the same end and says so.
            _outgoing.Writer.TryComplete();
        }
    }
}
