namespace Dispatch.Cli.Tests.Support;

/// <summary>Time that passes when it is told to.</summary>
internal sealed class ManualTime : TimeProvider
{
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public void Pass(double milliseconds) => _now += TimeSpan.FromMilliseconds(milliseconds);
}
