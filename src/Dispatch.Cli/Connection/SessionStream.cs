using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Sessions;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;

namespace Dispatch.Cli.Connection;

/// <summary>
/// Follows a session until it ends, over as many connections as that takes: a lost one is made again from the position that was reached, so
/// that nothing is shown twice and nothing is missing.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing.")]
internal sealed class SessionStream(ServerConnection connection, string id, string path, AttachRequest request, SessionView view)
{
    private const int AcknowledgeEvery = 64 * 1024;

    private readonly Backoff _backoff = new();
    private readonly TaskCompletionSource _firstAttached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Position? _position = request.From;
    private SessionEnd? _ended;
    private AttachRequest _request = request with { Client = Guid.NewGuid().ToString("n") };
    private volatile SessionSocket? _socket;
    private Snapshot? _snapshot;
    private int _missing;
    private int _unacknowledged;
    private readonly SemaphoreSlim _typing = new(1);
    private readonly OutgoingInput _input = new();
    private bool _live;
    private bool _lost;
    private volatile bool _finishing;

    /// <summary>How the session ended; null when the view had all it wanted before.</summary>
    public async Task<SessionEnd?> RunAsync(CancellationToken cancellation)
    {
        var server = connection;
        try
        {
            while (true)
            {
                string reason;
                try
                {
                    await using var socket = await SessionSocket.ConnectAsync(server, path, cancellation);
                    if (await FollowAsync(socket, cancellation))
                    {
                        return _ended;
                    }

                    reason = "the server closed the connection";
                }
                catch (Exception e) when (e is WebSocketException or IOException or HttpRequestException)
                {
                    reason = e.InnerException?.Message ?? e.Message;
                }

                _socket = null;
                if (_finishing)
                {
                    return null;
                }

                if (!_firstAttached.Task.IsCompleted)
                {
                    throw new Failure($"The session {id} can't be attached to: {reason}. Look at: dispatch status");
                }

                if (!_lost)
                {
                    _lost = true;
                    view.OnLost(cancellation);
                }

                server = await FindAgainAsync(server, cancellation);
            }
        }
        finally
        {
            if (!ReferenceEquals(server, connection))
            {
                server.Dispose();
            }
        }
    }

    /// <summary>Types into the session. What is typed without a connection waits for one, and is then sent once.</summary>
    /// <returns>False when too much waits already: then it was not taken.</returns>
    public async ValueTask<bool> TypeAsync(ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        await _firstAttached.Task.WaitAsync(cancellation);
        await _typing.WaitAsync(cancellation);
        try
        {
            var socket = _socket;
            var frame = _input.Add(input.Span, sent: socket is not null);
            if (frame is not null && socket is not null)
            {
                await socket.SendAsync(frame, WebSocketMessageType.Binary, cancellation);
            }

            return frame is not null;
        }
        finally
        {
            _typing.Release();
        }
    }

    /// <summary>What was typed goes out; then the stream ends as if the view had all it wanted.</summary>
    public async Task FinishAsync()
    {
        _finishing = true;
        if (_socket is { } socket)
        {
            await socket.FinishAsync();
        }
    }

    public async ValueTask ResizeAsync(int cols, int rows, CancellationToken cancellation)
    {
        _request = _request with { Cols = cols, Rows = rows };
        if (_socket is { } socket)
        {
            await socket.SendAsync(new Resize(cols, rows), cancellation);
        }
    }

    /// <returns>True at the end, false when the connection is lost.</returns>
    private async Task<bool> FollowAsync(SessionSocket socket, CancellationToken cancellation)
    {
        _live = false;
        _snapshot = null;
        _unacknowledged = 0;
        await socket.SendAsync(_request with { From = _position, Tail = _request.Tail && _position is null }, cancellation);
        while (await socket.ReceiveAsync(cancellation) is (var bytes, var isText))
        {
            var done = isText
                ? await OnMessageAsync(socket, JsonSerializer.Deserialize(bytes.Span, Wire.Default.SessionMessage), cancellation)
                : await OnBytesAsync(socket, bytes, cancellation);
            if (done || (_live && _ended is not null))
            {
                return true;
            }

            if (isText && _snapshot is null)
            {
                // Events count as output does, each with what it costs beside its bytes.
                await TakenAsync(socket, bytes.Length + 64, cancellation);
            }
        }

        return false;
    }

    private async ValueTask<bool> OnBytesAsync(SessionSocket socket, ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        if (SnapshotFrame.TryRead(frame.Span, out var part) && _snapshot is { } snapshot)
        {
            _missing -= part.Length;
            if (TakeSnapshot(snapshot, part, cancellation))
            {
                await socket.SendAsync(new Ack(snapshot.Seq), cancellation);
            }
        }
        else if (OutputFrame.TryRead(frame.Span, out var header, out var bytes))
        {
            view.OnOutput(bytes, cancellation);
            _position = new Position(header.Epoch, header.Last);
            await TakenAsync(socket, bytes.Length, cancellation);
        }

        return false;
    }

    private async ValueTask TakenAsync(SessionSocket socket, int cost, CancellationToken cancellation)
    {
        _unacknowledged += cost;
        if (_unacknowledged >= AcknowledgeEvery && _position is { } reached)
        {
            _unacknowledged = 0;
            await socket.SendAsync(new Ack(reached.Seq), cancellation);
        }
    }

    /// <returns>Whether it is whole; until then a lost connection leaves no position to go on from.</returns>
    private bool TakeSnapshot(Snapshot snapshot, ReadOnlySpan<byte> part, CancellationToken cancellation)
    {
        var whole = _missing <= 0;
        view.OnSnapshotBytes(part, whole, cancellation);
        if (whole)
        {
            _snapshot = null;
            _unacknowledged = 0;
            _position = new Position(snapshot.Epoch, snapshot.Seq);
        }

        return whole;
    }

    /// <summary>What was typed and didn't arrive goes first; then whoever types has this connection.</summary>
    private async Task ResumeTypingAsync(SessionSocket socket, uint? received, CancellationToken cancellation)
    {
        await _typing.WaitAsync(cancellation);
        try
        {
            var (frames, unknown) = _input.Resume(received);
            foreach (var frame in frames)
            {
                await socket.SendAsync(frame, WebSocketMessageType.Binary, cancellation);
            }

            _socket = socket;
            if (unknown > 0)
            {
                view.OnUnknownInput(unknown);
            }
        }
        finally
        {
            _typing.Release();
        }
    }

    private async Task ConfirmTypedAsync(uint id, CancellationToken cancellation)
    {
        await _typing.WaitAsync(cancellation);
        _input.Written(id);
        _typing.Release();
    }

    private async ValueTask<bool> OnMessageAsync(SessionSocket socket, SessionMessage? message, CancellationToken cancellation)
    {
        switch (message)
        {
            case Attached attached:
                await ResumeTypingAsync(socket, attached.Received, cancellation);
                _ended = SessionEnd.Of(attached.Session);
                _position ??= _request.Tail ? new Position(attached.Session.Epoch, attached.Head) : null;
                _firstAttached.TrySetResult();
                view.OnAttached(attached.Session);
                return false;
            case Written written:
                await ConfirmTypedAsync(written.Id, cancellation);
                view.OnWritten(written.Id);
                return false;
            case Gap gap:
                _position = new Position(gap.Epoch, gap.First - 1);
                view.OnGap(gap, cancellation);
                return false;
            case Snapshot snapshot:
                (_position, _snapshot, _missing) = (null, snapshot, snapshot.Bytes);
                view.OnSnapshot(snapshot, cancellation);
                if (_missing == 0)
                {
                    TakeSnapshot(snapshot, [], cancellation);
                }

                return false;
            case EventMessage happened:
                _position = new Position(happened.Epoch, happened.Seq);
                view.OnEvent(happened, cancellation);
                _ended = SessionEnd.After(happened, _ended);
                return false;
            case Live:
                _live = true;
                _lost = false;
                _backoff.Reset();
                return view.OnLive(cancellation);
            case Fault { Fatal: true } fault:
                throw fault.Code.StartsWith("session.", StringComparison.Ordinal)
                    ? new Failure(fault.Message)
                    : new WebSocketException(fault.Message);
            case Fault fault:
                view.OnFault(fault);
                return false;
            default:
                return false;
        }
    }

    /// <summary>The server may come back at another address.</summary>
    private async Task<ServerConnection> FindAgainAsync(ServerConnection last, CancellationToken cancellation)
    {
        do
        {
            await Task.Delay(_backoff.Next(), cancellation);
        }
        while (RunningServer.Find(connection.Data) is null);

        var found = new ServerConnection(connection.Data, RunningServer.Find(connection.Data) ?? last.Server);
        if (!ReferenceEquals(last, connection))
        {
            last.Dispose();
        }

        return found;
    }
}
