namespace Dispatch.Protocol.Attach;

/// <summary>The attach wire: one WebSocket per attached session. <c>docs/protocol.md</c> tells it in full.</summary>
public static class AttachProtocol
{
    /// <summary>The WebSocket subprotocol (<c>Sec-WebSocket-Protocol</c>).</summary>
    public const string Subprotocol = "dispatch.v1";

    /// <summary>The largest frame that either side sends or takes, in bytes.</summary>
    public const int MaximumFrame = 512 * 1024;

    /// <summary>Unacknowledged output bytes after which a runner stops sending, unless the client asks for less.</summary>
    public const int DefaultWindow = 1024 * 1024;

    /// <summary>The smallest window a client may ask for.</summary>
    public const int MinimumWindow = 16 * 1024;

    /// <summary>The client takes a screen (<see cref="Snapshot"/>) in the place of the output that led to it.</summary>
    public const string SnapshotFeature = "snapshot";

    /// <summary>The client tells by <see cref="Look"/> whether somebody sees what it shows. One that doesn't know of it counts as looked at.</summary>
    public const string PresenceFeature = "presence";

    /// <summary>
    /// What whoever draws a terminal writes to it at <c>session.restarted</c>: the alternate screen left, a soft reset, and off with what
    /// reports to a program that is no more. The same everywhere, so that all go on with the same screen.
    /// </summary>
    public static ReadOnlySpan<byte> AfterRestart => "\e[?1049h\e[?1049l\e[!p\e[?1000;1002;1003;1004;1006;1015;2004;2027l\e[0m\r\n"u8;

    /// <summary>The most bytes in one <see cref="SnapshotFrame"/>.</summary>
    public const int MaximumSnapshotBytes = 256 * 1024;

    /// <summary>Lines above the screen in a snapshot, unless the client asks for another number.</summary>
    public const int DefaultScrollback = 1000;

    /// <summary>The most lines above the screen that a client may ask for.</summary>
    public const int MaximumScrollback = 10_000;
}
