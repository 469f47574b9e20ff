using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;
using Dispatch.Terminal;

namespace Dispatch.Runner.Tests;

/// <summary>A client of the attach wire that takes in all it is sent, and acknowledges it unless told not to.</summary>
internal sealed class AttachedTestClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly MemoryStream _bytes = new();
    private readonly List<SessionMessage> _messages = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private uint _inputs;

    /// <summary>Bytes of events that were not acknowledged.</summary>
    private int _untold;

    private AttachedTestClient(bool acknowledges) => Acknowledges = acknowledges;

    public bool Acknowledges { get; }

    /// <summary>What the client shows: drawn from snapshots, output, sizes and restarts alone.</summary>
    public Emulator Terminal { get; private set; } = new(new EmulatorOptions());

    /// <summary>Bytes of snapshots received.</summary>
    public long SnapshotBytes { get; private set; }

    /// <summary>Bytes of the snapshot at hand that are still to come.</summary>
    private int _snapshotRest;

    /// <summary>The last position received.</summary>
    public Position Position { get; private set; } = new(0, 0);

    /// <summary>Why the reading ended, if not by <see cref="DisposeAsync"/>.</summary>
    public string? ClosedAs { get; private set; }

    public byte[] Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes.ToArray();
            }
        }
    }

    public string Text => Encoding.UTF8.GetString(Bytes);

    public IReadOnlyList<SessionMessage> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    // Only for who asked for a screen: drawing a flood takes longer than counting it.
    private bool _draws;

    public static async Task<AttachedTestClient> ConnectAsync(
        RunnerFixture runner, string session, AttachRequest? request, string token, bool acknowledges = true)
    {
        var client = new AttachedTestClient(acknowledges);
        client._socket.Options.AddSubProtocol(AttachProtocol.Subprotocol);
        client._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        using var invoker = new HttpMessageInvoker(runner.Handler());
        await client._socket.ConnectAsync(new Uri($"ws://runner/api/workspaces/default/sessions/{session}/attach"), invoker, RunnerFixture.Patience);
        client._draws = request?.Features is not null;
        if (request is not null)
        {
            await client.SendAsync(request);
        }

        client._reading = client.ReadAsync();
        if (request is not null)
        {
            await client.UntilAsync<Attached>();
        }

        return client;
    }

    public Task SendAsync(ClientMessage message) =>
        SendRawAsync(JsonSerializer.SerializeToUtf8Bytes(message, Wire.Default.ClientMessage), WebSocketMessageType.Text);

    public Task SendRawAsync(byte[] frame, WebSocketMessageType type) =>
        _socket.SendAsync(frame, type, true, RunnerFixture.Patience);

    public Task TypeAsync(string text)
    {
        var frame = new byte[InputFrame.HeaderSize + Encoding.UTF8.GetByteCount(text)];
        InputFrame.WriteHeader(frame, ++_inputs);
        Encoding.UTF8.GetBytes(text, frame.AsSpan(InputFrame.HeaderSize));
        return SendRawAsync(frame, WebSocketMessageType.Binary);
    }

    public Task<T> UntilAsync<T>(Func<T, bool>? matches = null)
        where T : SessionMessage => UntilAsync(() => Messages.OfType<T>().FirstOrDefault(message => matches?.Invoke(message) != false));

    public Task UntilTextAsync(string text)
    {
        // Only what is new is looked through: in a flood, all of it each time would be the slowest part of the test.
        var wanted = Encoding.UTF8.GetBytes(text);
        var from = 0;
        return UntilAsync(() =>
        {
            lock (_gate)
            {
                var found = _bytes.GetBuffer().AsSpan(from, (int)_bytes.Length - from).IndexOf(wanted) >= 0;
                from = Math.Max(0, (int)_bytes.Length - wanted.Length);
                return found ? text : null;
            }
        });
    }

    public Task UntilAsync(string eventType) => UntilAsync<EventMessage>(message => message.Type == eventType);

    public async Task<T> UntilAsync<T>(Func<T?> look)
        where T : class
    {
        var patience = RunnerFixture.Patience;
        while (true)
        {
            var news = _news.Task;
            if (look() is { } found)
            {
                return found;
            }

            if (ClosedAs is not null)
            {
                Assert.Fail($"The connection ended ({ClosedAs}) before what was waited for. Messages: {string.Join("; ", Messages.TakeLast(5))}. Text: {Tail()}");
            }

            await news.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Assert.False(patience.IsCancellationRequested, $"It never came. Messages: {string.Join("; ", Messages.TakeLast(8))}. Text: {Tail()}");
        }
    }

    public Task UntilClosedAsync() => _reading.WaitAsync(RunnerFixture.Patience);

    /// <summary>Breaks the connection without a word.</summary>
    public void Cut() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _ending.Dispose();
        await _bytes.DisposeAsync();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[AttachProtocol.MaximumFrame];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), _ending.Token);
                    length += part.Count;
                }
                while (!part.EndOfMessage);

                if (part.MessageType == WebSocketMessageType.Close)
                {
                    ClosedAs = $"{_socket.CloseStatus} {_socket.CloseStatusDescription}";
                    return;
                }

                await TakeAsync(part.MessageType, buffer.AsMemory(0, length));
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException ||
            (e is InvalidOperationException && _socket.State != WebSocketState.Open)) // it was cut between what came and the answer to it
        {
            ClosedAs = e.Message;
        }
        finally
        {
            News();
        }
    }

    private async Task TakeAsync(WebSocketMessageType type, ReadOnlyMemory<byte> frame)
    {
        if (type == WebSocketMessageType.Binary)
        {
            Take(frame.Span);
            if (Acknowledges && _snapshotRest == 0)
            {
                await _socket.SendAsync(
                    JsonSerializer.SerializeToUtf8Bytes(new Ack(Position.Seq), Wire.Default.ClientMessage), WebSocketMessageType.Text, true, _ending.Token);
            }
        }
        else
        {
            var message = JsonSerializer.Deserialize(frame.Span, Wire.Default.SessionMessage)!;
            lock (_gate)
            {
                _messages.Add(message);
                Draw(message);
            }

            _untold += frame.Length;
            if (Acknowledges && message is EventMessage happened && _untold > 256 * 1024)
            {
                _untold = 0;
                await SendAsync(new Ack(happened.Seq));
            }
        }

        News();
    }

    private void Take(ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            if (SnapshotFrame.TryRead(frame, out var part))
            {
                Terminal.Restore(part);
                SnapshotBytes += part.Length;
                _snapshotRest -= part.Length;
                Assert.True(_snapshotRest >= 0);
                return;
            }

            Assert.True(OutputFrame.TryRead(frame, out var header, out var bytes));
            Assert.Equal(0, _snapshotRest);
            Assert.True(Position.Seq < header.First, $"{header.First} came after {Position.Seq}");
            _bytes.Write(bytes);
            if (_draws)
            {
                Terminal.Write(bytes);
            }

            Position = new Position(header.Epoch, header.Last);
        }
    }

    private void Draw(SessionMessage message)
    {
        switch (message)
        {
            case Protocol.Attach.Snapshot snapshot:
                Terminal = new Emulator(new EmulatorOptions { Cols = snapshot.Cols, Rows = snapshot.Rows });
                _snapshotRest = snapshot.Bytes;
                Position = new Position(snapshot.Epoch, snapshot.Seq);
                break;
            case Gap gap:
                Terminal = new Emulator(new EmulatorOptions { Cols = gap.Cols, Rows = gap.Rows });
                break;
            case EventMessage happened:
                Position = new Position(happened.Epoch, happened.Seq);
                if (happened.Type == EventTypes.TerminalResized)
                {
                    Terminal.Resize(happened.Data!.Value.GetProperty("cols").GetInt32(), happened.Data.Value.GetProperty("rows").GetInt32());
                }
                else if (happened.Type == EventTypes.SessionRestarted)
                {
                    Terminal.Restore(AttachProtocol.AfterRestart);
                }

                break;
        }
    }

    private string Tail() => Text is { Length: > 2_000 } text ? "…" + text[^2_000..] : Text;

    private void News() => Interlocked.Exchange(ref _news, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
