namespace Dispatch.Cli.Attach;

/// <summary>When the screen may be painted: at once after a pause, else 60 times a second; not amid a frame of the program's own, unless it takes its time.</summary>
internal sealed class FrameLimit(TimeProvider time)
{
    public static readonly TimeSpan Frame = TimeSpan.FromSeconds(1) / 60;
    public static readonly TimeSpan LongestFrame = TimeSpan.FromMilliseconds(150);

    private readonly long _start = time.GetTimestamp();
    private TimeSpan _mayPaint;
    private TimeSpan? _begun;

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>How long to wait; not positive when now is the time.</summary>
    public TimeSpan Wait => (_begun is { } begun && begun + LongestFrame > _mayPaint ? begun + LongestFrame : _mayPaint) - Now;

    public void Painted() => _mayPaint = Now + Frame;

    /// <summary>The program says that a frame of its begins, or is whole (mode 2026).</summary>
    public void Synchronized(bool begins) => _begun = begins ? _begun ?? Now : null;
}
