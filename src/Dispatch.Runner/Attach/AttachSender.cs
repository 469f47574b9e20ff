using System.Net.WebSockets;
using Dispatch.Protocol.Attach;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Attach;

/// <summary>
/// The one who sends to a client. Holds no queue of output: it has a position, and reads on from there when the window is open. A slow
/// or absent client so costs its position. Its waiting ends on the thread that committed, and what it then sends leaves from there.
/// </summary>
internal sealed class AttachSender(WebSocket socket, Session session, SessionClient client, Window window, Resume start, SnapshotSender? snapshots)
{
    private readonly Page _page = new();
    private long _position = start.After;
    private long _replayEnd;
    private bool _live;
    private bool _fellBehind;
    private volatile Fault? _fault;
    private volatile bool _closing;

    /// <summary>Sends until the connection ends or <see cref="Close"/> was called.</summary>
    /// <param name="attached">The first frame.</param>
    /// <param name="ready">Called once the client was sent where it is, before what follows.</param>
    /// <param name="cancellation">The connection's end.</param>
    public async Task RunAsync(Attached attached, Action ready, CancellationToken cancellation)
    {
        _replayEnd = attached.Head;
        await SendTextAsync(attached, cancellation);
        if (start.Gap is { } reason)
        {
            await StartAfreshAsync(reason, start.After, cancellation);
        }
        else if (snapshots is not null && await snapshots.LacksMuchAsync(_position, evenInMemory: false, cancellation))
        {
            await StartAfreshAsync(SnapshotSender.Behind, _position, cancellation);
        }

        ready();
        try
        {
            while (!_closing)
            {
                await SendAnswersAsync(cancellation);
                if (!await SendNextAsync(cancellation))
                {
                    _page.Release();
                    await client.Signal.WaitAsync();
                }
            }

            await SayGoodbyeAsync(cancellation);
        }
        finally
        {
            _page.Release();
        }
    }

    /// <summary>Ends the sending, after the fault if there is one.</summary>
    public void Close(Fault? fault)
    {
        _fault = fault;
        _closing = true;
        client.Signal.Set();
    }

    private async ValueTask SendAnswersAsync(CancellationToken cancellation)
    {
        while (client.TryTakeAnswer(out var answer))
        {
            await SendTextAsync(answer, cancellation);
        }

        if (client.TryTakeWritten(out var id))
        {
            await SendTextAsync(new Written(id), cancellation);
        }
    }

    /// <summary>False when there is nothing to send, or the window is full.</summary>
    private async ValueTask<bool> SendNextAsync(CancellationToken cancellation)
    {
        if (!_live && _position >= _replayEnd)
        {
            _live = true;
            await SendTextAsync(new Live(_position), cancellation);
        }

        if (_position >= session.Log.LastSeq)
        {
            return false;
        }

        if (!window.IsOpen)
        {
            _fellBehind = true;
            return false;
        }

        if (_position < session.Log.PrunedThrough)
        {
            await StartAfreshAsync(Resume.Pruned, session.Log.PrunedThrough, cancellation);
            return true;
        }

        if (_fellBehind && await SkipAsync(cancellation))
        {
            return true;
        }

        var result = _page.FillFrom(session.Tail, _position);
        if (result == TailResult.Missing)
        {
            // Not on the committing thread: this reads the disk.
            await Task.Yield();
            if (!await _page.FillFromAsync(session.Workspace.Readers, session.Log.Row, _position, cancellation))
            {
                return false;
            }

            if (_page.First > _position + 1)
            {
                // Pruned between the look above and the reading; else the log lacks what was never dropped.
                var reason = _page.First - 1 <= session.Log.PrunedThrough ? Resume.Pruned : Resume.Hole;
                await StartAfreshAsync(reason, _page.First - 1, cancellation);
                return true;
            }
        }
        else if (result == TailResult.End)
        {
            return false;
        }

        await SendPageAsync(cancellation);
        return true;
    }

    private async ValueTask SendPageAsync(CancellationToken cancellation)
    {
        _position = _page.Last;
        window.Sent(_page.Last, _page.Length);
        if (_page.Type == EventLog.OutputType)
        {
            await socket.SendAsync(_page.OutputFrameBytes(session.Events.Epoch), WebSocketMessageType.Binary, true, cancellation);
        }
        else
        {
            await socket.SendAsync(Frames.Event(_page, session.Events.Epoch, session.Events.Names).AsMemory(), WebSocketMessageType.Text, true, cancellation);
        }
    }

    /// <summary>A client that didn't keep up and is back: the screen instead of what it missed, if that is much. False when it goes on as it was.</summary>
    private async ValueTask<bool> SkipAsync(CancellationToken cancellation)
    {
        _fellBehind = false;
        if (snapshots is null || !await snapshots.LacksMuchAsync(_position, evenInMemory: true, cancellation))
        {
            return false;
        }

        await StartAfreshAsync(SnapshotSender.Behind, _position, cancellation);
        return true;
    }

    private async ValueTask StartAfreshAsync(string reason, long after, CancellationToken cancellation)
    {
        if (snapshots is not null)
        {
            // Not on the committing thread: it would draw the screen for one client while all others wait.
            await Task.Yield();
            (_position, var bytes) = await snapshots.SendAsync(reason, cancellation);
            window.Sent(_position, bytes);
            return;
        }

        _position = after;
        var (cols, rows) = session.Sizes.At(_position);
        await SendTextAsync(new Gap(reason, session.Events.Epoch, _position + 1, cols, rows), cancellation);
    }

    private async ValueTask SayGoodbyeAsync(CancellationToken cancellation)
    {
        if (_fault is { } fault)
        {
            await SendTextAsync(fault, cancellation);
            await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, fault.Code, cancellation);
        }
        else if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
        }
    }

    private ValueTask SendTextAsync(SessionMessage message, CancellationToken cancellation) =>
        socket.SendAsync(Frames.Text(message).AsMemory(), WebSocketMessageType.Text, true, cancellation);
}
