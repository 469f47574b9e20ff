using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Tests.Support;

/// <summary>The server's side of one attached connection.</summary>
internal sealed class FakeAttachment
{
    private readonly WebSocket _socket;
    private readonly Channel<object> _received = Channel.CreateUnbounded<object>();

    private FakeAttachment(WebSocket socket, AttachRequest request)
    {
        _socket = socket;
        Request = request;
        _ = ReceiveAsync();
    }

    public AttachRequest Request { get; }

    public bool IsClosed => _received.Reader.Completion.IsCompleted;

    public static async Task<FakeAttachment> BeginAsync(WebSocket socket)
    {
        var first = await ReadAsync(socket);
        return new FakeAttachment(socket, Assert.IsType<AttachRequest>(first));
    }

    public Task AttachedAsync(SessionInfo? session = null, long head = 0, uint? received = null) =>
        SendAsync(new Attached(session ?? Sample.Session(), "c1", head, AttachProtocol.DefaultWindow, [], received));

    public Task SendAsync(SessionMessage message) => _socket.SendAsync(
        JsonSerializer.SerializeToUtf8Bytes(message, Wire.Default.SessionMessage), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>The screen as of a position, in parts of a few bytes.</summary>
    public async Task SnapshotAsync(long seq, ReadOnlyMemory<byte> bytes, string reason = "first", int cols = 80, int rows = 24)
    {
        await SendAsync(new Snapshot(reason, 1, seq, cols, rows, bytes.Length));
        foreach (var part in bytes.ToArray().Chunk(7))
        {
            var frame = new byte[SnapshotFrame.HeaderSize + part.Length];
            SnapshotFrame.WriteHeader(frame);
            part.CopyTo(frame.AsSpan(SnapshotFrame.HeaderSize));
            await _socket.SendAsync(frame, WebSocketMessageType.Binary, true, CancellationToken.None);
        }
    }

    public Task OutputAsync(long seq, ReadOnlySpan<byte> bytes)
    {
        var frame = new byte[OutputFrame.HeaderSize + bytes.Length];
        new OutputFrame(1, seq, seq, 0).WriteHeader(frame);
        bytes.CopyTo(frame.AsSpan(OutputFrame.HeaderSize));
        return _socket.SendAsync(frame, WebSocketMessageType.Binary, true, CancellationToken.None);
    }

    public Task ExitedAsync(long seq, int code) => SendAsync(new EventMessage(
        seq, 1, 0, EventTypes.SessionExited, "", JsonSerializer.SerializeToElement(new SessionExited(code, null), Wire.Default.SessionExited)));

    /// <summary>The next message, or the text of the next input frame; null at the end.</summary>
    public async Task<object?> NextAsync() => await _received.Reader.WaitToReadAsync() ? await _received.Reader.ReadAsync() : null;

    /// <summary>All input until it makes this text.</summary>
    public async Task<string> InputAsync(string until)
    {
        var all = "";
        while (!all.Contains(until, StringComparison.Ordinal))
        {
            all += await NextAsync() as string ?? "";
        }

        return all;
    }

    public async Task UntilClosedAsync()
    {
        while (await NextAsync() is not null)
        {
        }
    }

    public void Cut() => _socket.Abort();

    private async Task ReceiveAsync()
    {
        try
        {
            while (await ReadAsync(_socket) is { } message)
            {
                _received.Writer.TryWrite(message);
            }
        }
        catch (WebSocketException)
        {
            // Cut off: the end, too.
        }

        _received.Writer.TryComplete();
    }

    private static async Task<object?> ReadAsync(WebSocket socket)
    {
        var buffer = new byte[AttachProtocol.MaximumFrame];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (part.EndOfMessage)
            {
                return part.MessageType == WebSocketMessageType.Text
                    ? JsonSerializer.Deserialize(buffer.AsSpan(0, length), Wire.Default.ClientMessage)
                    : InputFrame.TryRead(buffer.AsSpan(0, length), out _, out var bytes) ? System.Text.Encoding.UTF8.GetString(bytes) : "?";
            }
        }
    }
}
