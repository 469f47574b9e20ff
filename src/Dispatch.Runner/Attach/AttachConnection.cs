using System.Net.WebSockets;
using Dispatch.Protocol.Attach;
using Dispatch.Runner.Access;
using Dispatch.Runner.Metrics;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Attach;

/// <summary>One client's connection to one session, from its first frame to its last. Leaving it only detaches.</summary>
internal sealed class AttachConnection(
    WebSocket socket, Session session, Caller caller, Limits limits, AttachMetrics metrics, TimeProvider time)
{
    /// <summary>What both sides may know beyond the base of <c>dispatch.v1</c>.</summary>
    private IReadOnlyList<string> Features => session.Screen is null ? [AttachProtocol.PresenceFeature] : [AttachProtocol.SnapshotFeature, AttachProtocol.PresenceFeature];

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var receiver = new AttachReceiver(socket, limits.FrameBytes);
        var (request, refused) = await FirstAsync(receiver, cancellation);
        if (request is null)
        {
            await RefuseAsync(receiver, refused, cancellation);
            return;
        }

        var readOnly = request.ReadOnly || !caller.Can(Protocol.Access.Capabilities.SessionWrite);
        var client = new SessionClient(Guid.NewGuid().ToString("n")[..8], caller.Principal, readOnly)
        {
            OwnId = request.Client,
            Device = caller.Device,
            // One that doesn't tell is a terminal with somebody before it.
            Looks = request.Features?.Contains(AttachProtocol.PresenceFeature) is not true,
            Colors = SnapshotSender.Colors(request.Colors),
        };
        if (request is { Cols: { } cols, Rows: { } rows })
        {
            client.Size = (cols, rows);
        }

        if (!session.Attach(client, limits.ClientsPerSession))
        {
            await RefuseAsync(receiver, new Fault("attach.too-many", $"{limits.ClientsPerSession} clients are attached, as many as may be.", true), cancellation);
            return;
        }

        if (session.Workspace.Faults.Of(session) is { } stopped)
        {
            client.Answer(stopped);
        }

        try
        {
            await ServeAsync(receiver, request, client, cancellation);
        }
        finally
        {
            session.Detach(client);
        }
    }

    private async Task ServeAsync(AttachReceiver receiver, AttachRequest request, SessionClient client, CancellationToken cancellation)
    {
        var since = time.GetTimestamp();
        var info = session.Info;
        var pruned = session.Log.PrunedThrough;
        var start = Resume.Decide(request, info.Epoch, info.Seq, pruned, Math.Max(pruned, session.Log.SnapshotSeq - 1));
        var window = new Window(Math.Clamp(request.Window ?? AttachProtocol.DefaultWindow, AttachProtocol.MinimumWindow, AttachProtocol.DefaultWindow));
        string[] features = [.. (request.Features ?? []).Intersect(Features)];
        var sender = new AttachSender(socket, session, client, window, start, SnapshotSender.For(socket, session, request, features));
        var attached = new Attached(info, client.Id, info.Seq, window.Size, features, client.ReceivedBefore);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sending = sender.RunAsync(attached, () => metrics.Ready(time.GetElapsedTime(since)), ending.Token);
        var receiving = ReceiveAsync(receiver, new ClientCommands(session, client, caller.Principal, window), ending.Token);
        try
        {
            if (await Task.WhenAny(receiving, sending) == sending)
            {
                // Before it was told to: what ended it ends the connection, and the client comes again.
                await sending;
            }

            sender.Close(await receiving);
            await sending.WaitAsync(TimeSpan.FromSeconds(5), cancellation);
            await receiver.LingerAsync(cancellation);
        }
        finally
        {
            // A client that doesn't read keeps its sender in the middle of a frame.
            await ending.CancelAsync();
            sender.Close(null);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ((Task)receiving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Until the client closes (no fault) or does what ends the connection (its fault).</summary>
    private static async Task<Fault?> ReceiveAsync(AttachReceiver receiver, ClientCommands commands, CancellationToken cancellation)
    {
        while (true)
        {
            var (more, fault) = await receiver.NextAsync(cancellation);
            if (!more || fault is not null)
            {
                return fault;
            }

            fault = receiver.Type == WebSocketMessageType.Binary
                ? commands.Input(receiver.Frame.Span)
                : receiver.Parse() is (var message, var malformed) && message is null ? malformed : commands.Run(message);
            if (fault is { Fatal: true })
            {
                return fault;
            }
        }
    }

    private static async Task<(AttachRequest? Request, Fault? Fault)> FirstAsync(AttachReceiver receiver, CancellationToken cancellation)
    {
        var (more, fault) = await receiver.NextAsync(cancellation);
        if (!more || fault is not null)
        {
            return (null, fault);
        }

        if (receiver.Type == WebSocketMessageType.Text)
        {
            var (message, malformed) = receiver.Parse();
            if (malformed is not null)
            {
                return (null, malformed);
            }

            if (message is AttachRequest { Client: { Length: < 8 or > 64 } })
            {
                return (null, new Fault("attach.bad-client", "A client's own id has 8 to 64 characters. Leave it out when input needn't go on over connections.", true));
            }

            if (message is AttachRequest request)
            {
                return request is { Cols: { } cols, Rows: { } rows } && SessionRules.Size(cols, rows) is { } bad
                    ? (null, new Fault(bad.Code, bad.Message, true))
                    : (request, null);
            }
        }

        return (null, new Fault("attach.expected", "The first frame has to be the text frame 'attach'.", true));
    }

    private async Task RefuseAsync(AttachReceiver receiver, Fault? fault, CancellationToken cancellation)
    {
        if (fault is not null)
        {
            metrics.Refused();
            await socket.SendAsync(Frames.Text(fault).AsMemory(), WebSocketMessageType.Text, true, cancellation);
        }

        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(
                fault is null ? WebSocketCloseStatus.NormalClosure : WebSocketCloseStatus.PolicyViolation, fault?.Code, cancellation);
            await receiver.LingerAsync(cancellation);
        }
    }
}
