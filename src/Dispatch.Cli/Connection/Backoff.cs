namespace Dispatch.Cli.Connection;

/// <summary>Exponential, with jitter, so that many clients don't come back at the same moment.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private int _attempts;

    public void Reset() => _attempts = 0;

    /// <summary>Half of the step for sure, the other half by chance.</summary>
    public TimeSpan Next()
    {
        var step = First * Math.Pow(2, Math.Min(_attempts++, 10));
        return (step < Longest ? step : Longest) * (0.5 + (Random.Shared.NextDouble() / 2));
    }
}
