using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;

namespace Dispatch.Runner.Attach;

/// <summary>Reads whole frames from a client, into a buffer that grows only for large ones.</summary>
internal sealed class AttachReceiver(WebSocket socket, int largest) : IDisposable
{
    private const int Small = 4 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Small);

    /// <summary>The frame's bytes, valid until the next call.</summary>
    public ReadOnlyMemory<byte> Frame { get; private set; }

    public WebSocketMessageType Type { get; private set; }

    /// <summary>False when the client closed; a fault when its frame is too large.</summary>
    public async ValueTask<(bool More, Fault? Fault)> NextAsync(CancellationToken cancellation)
    {
        var length = 0;
        while (true)
        {
            // One byte more than allowed tells a frame that is too large; a borrowed buffer may be much longer.
            var part = await socket.ReceiveAsync(_buffer.AsMemory(length, Math.Min(_buffer.Length, largest + 1) - length), cancellation);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return (false, null);
            }

            length += part.Count;
            if (length > largest)
            {
                return (true, new Fault("frame.too-large", $"A frame has at most {largest} bytes. Send it in parts.", true));
            }

            if (part.EndOfMessage)
            {
                Frame = _buffer.AsMemory(0, length);
                Type = part.MessageType;
                return (true, null);
            }

            if (length == _buffer.Length)
            {
                Grow();
            }
        }
    }

    /// <summary>The frame as a message; a fault that says what is wrong with it otherwise.</summary>
    public (ClientMessage? Message, Fault? Fault) Parse()
    {
        try
        {
            return JsonSerializer.Deserialize(Frame.Span, Wire.Default.ClientMessage) switch
            {
                null => (null, Malformed("null")),
                Command { Id: null } or Command { Name: null } => (null, Malformed("a command has an 'id' and a 'name'")),
                var message => (message, null),
            };
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return (null, Malformed(e.Message));
        }
    }

    /// <summary>
    /// After our own close: takes in what is still on its way until the client closes too, or has had its time. A connection that ends with
    /// bytes unread is reset, and what the client was told last may then never reach it.
    /// </summary>
    public async Task LingerAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            while (socket.State == WebSocketState.CloseSent)
            {
                await socket.ReceiveAsync(_buffer.AsMemory(), patience.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Then it ends as it is.
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private static Fault Malformed(string cause) =>
        new("frame.malformed", $"A text frame has to be a JSON object of a known type 't' (see docs/protocol.md): {cause}", true);

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(largest + 1, _buffer.Length * 2));
        _buffer.CopyTo(larger.AsSpan());
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
