using Dispatch.Terminal;

namespace Dispatch.Cli.Attach;

/// <summary>What a session's program wants of the mouse, and which part of its screen is shown.</summary>
internal sealed record Pointer(MouseTracking Tracking, MouseEncoding Encoding, Viewport Viewport)
{
    public static Pointer None { get; } = new(MouseTracking.None, MouseEncoding.Default, default);
}
