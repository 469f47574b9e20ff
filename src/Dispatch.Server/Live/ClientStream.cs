using System.Net.WebSockets;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Server;

namespace Dispatch.Server.Live;

/// <summary>One open stream: sends what happens, answers pings. One task sends and another receives.</summary>
internal sealed class ClientStream(WebSocket socket, LiveSubscription subscription)
{
    private const int LargestFrame = 4 * 1024;
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(1);

    /// <param name="describeAll">All there is now: sent first, and again when changes were missed.</param>
    public async Task SendAsync(Func<CancellationToken, Task<IReadOnlyList<StreamMessage>>> describeAll, CancellationToken cancellation)
    {
        try
        {
            await SendAllAsync(describeAll, cancellation);
            while (await subscription.Waiting.WaitToReadAsync(cancellation))
            {
                if (subscription.TakeMissed())
                {
                    Discard();
                    await SendAllAsync(describeAll, cancellation);
                }

                while (subscription.Waiting.TryRead(out var message))
                {
                    await SendAsync(message, cancellation);
                }
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
        }
    }

    public async Task ReceiveAsync(CancellationToken cancellation)
    {
        var buffer = new byte[LargestFrame];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult result;
                do
                {
                    result = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
                    length += result.Count;
                }
                while (!result.EndOfMessage && length < buffer.Length);

                if (result.MessageType == WebSocketMessageType.Close || !result.EndOfMessage || !Answer(buffer.AsSpan(0, length)))
                {
                    return;
                }
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
        }
    }

    public async Task CloseAsync(bool stopping)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        using var limit = new CancellationTokenSource(LongestGoodbye);
        try
        {
            var status = socket.State == WebSocketState.CloseReceived ? WebSocketCloseStatus.NormalClosure
                : stopping ? WebSocketCloseStatus.EndpointUnavailable
                : WebSocketCloseStatus.PolicyViolation;
            await socket.CloseOutputAsync(status, stopping ? "The server is stopping." : null, limit.Token);
        }
        catch (Exception e) when (IsEnd(e))
        {
        }
    }

    // A pong takes its turn behind what waits, so that one task alone sends.
    private bool Answer(ReadOnlySpan<byte> frame)
    {
        try
        {
            if (JsonSerializer.Deserialize(frame, Wire.Default.ClientMessage) is Ping ping)
            {
                subscription.Offer(new StreamPong(ping.Id));
                return true;
            }
        }
        catch (JsonException)
        {
        }

        return false;
    }

    private async Task SendAllAsync(Func<CancellationToken, Task<IReadOnlyList<StreamMessage>>> describeAll, CancellationToken cancellation)
    {
        foreach (var message in await describeAll(cancellation))
        {
            await SendAsync(message, cancellation);
        }
    }

    private void Discard()
    {
        while (subscription.Waiting.TryRead(out _))
        {
        }
    }

    private Task SendAsync(StreamMessage message, CancellationToken cancellation) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message, Wire.Default.StreamMessage), WebSocketMessageType.Text, true, cancellation);

    private static bool IsEnd(Exception e) => e is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException;
}
