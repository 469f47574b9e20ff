using System.Globalization;
using System.Net.WebSockets;
using Dispatch.Protocol.Attach;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Terminals.Recordings;
using Dispatch.Terminal;

namespace Dispatch.Runner.Attach;

/// <summary>Sends a client the screen in the place of the output that led to it, and knows when that is the better way.</summary>
internal sealed class SnapshotSender(WebSocket socket, Session session, int scrollback)
{
    /// <summary>Output that is sent as it is, in bytes; a client that lacks more gets the screen.</summary>
    private const int LargeGap = 256 * 1024;

    public const string Behind = "behind";

    /// <summary>Null when the client doesn't take snapshots, or the session has no screen.</summary>
    public static SnapshotSender? For(WebSocket socket, Session session, AttachRequest request, IReadOnlyList<string> features) =>
        session.Screen is not null && features.Contains(AttachProtocol.SnapshotFeature)
            ? new SnapshotSender(socket, session, Math.Clamp(request.Scrollback ?? AttachProtocol.DefaultScrollback, 0, AttachProtocol.MaximumScrollback))
            : null;

    /// <summary>Null when it said nothing of colours that can be understood.</summary>
    public static DefaultColors? Colors(ClientColors? told) =>
        told is null ? null : new DefaultColors(
            Color(told.Foreground) ?? DefaultColors.Dark.Foreground, Color(told.Background) ?? DefaultColors.Dark.Background,
            Color(told.Cursor) ?? Color(told.Foreground) ?? DefaultColors.Dark.Cursor);

    /// <summary>Whether a client at this position lacks so much that it is better shown the screen. What lies in memory is sent on wish all the same.</summary>
    public async ValueTask<bool> LacksMuchAsync(long after, bool evenInMemory, CancellationToken cancellation)
    {
        if (session.Tail.OutputAfter(after) is { } inMemory)
        {
            return evenInMemory && inMemory > LargeGap;
        }

        // Not on the committing thread: this reads the disk.
        await Task.Yield();
        return await OutputSize.BetweenAsync(session, after, session.Applied, LargeGap + 1, cancellation) > LargeGap;
    }

    /// <summary>The position the client is at then, and what it costs of its window.</summary>
    public async ValueTask<(long Seq, int Bytes)> SendAsync(string reason, CancellationToken cancellation)
    {
        // What was dropped by now is drawn: facts after the last output can be gone too, when the session was removed.
        var pruned = session.Log.PrunedThrough;
        var shot = await session.Screen!.ShootAsync(scrollback, cancellation);
        var seq = Math.Max(shot.Seq, pruned);
        var message = new Snapshot(reason, session.Events.Epoch, seq, shot.Cols, shot.Rows, shot.Bytes.Length);
        await socket.SendAsync(Frames.Text(message).AsMemory(), WebSocketMessageType.Text, true, cancellation);
        var frame = new byte[SnapshotFrame.HeaderSize + Math.Min(shot.Bytes.Length, AttachProtocol.MaximumSnapshotBytes)];
        SnapshotFrame.WriteHeader(frame);
        for (var rest = shot.Bytes; !rest.IsEmpty;)
        {
            var part = rest[..Math.Min(rest.Length, AttachProtocol.MaximumSnapshotBytes)];
            part.CopyTo(frame.AsMemory(SnapshotFrame.HeaderSize));
            await socket.SendAsync(frame.AsMemory(0, SnapshotFrame.HeaderSize + part.Length), WebSocketMessageType.Binary, true, cancellation);
            rest = rest[part.Length..];
        }

        return (seq, shot.Bytes.Length);
    }

    private static Color? Color(string? told) =>
        told is ['#', .. { Length: 6 } digits] && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb)
            ? Terminal.Color.Rgb(rgb >> 16, rgb >> 8, rgb)
            : null;
}
