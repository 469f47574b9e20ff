using System.Diagnostics.Metrics;

namespace Dispatch.Metrics;

/// <summary>
/// A counter that holds its own sum: who listens late misses nothing (the exporter loads its libraries beside the program's start).
/// An addition and no allocation.
/// </summary>
internal sealed class Tally
{
    private long _sum;

    public void Add(long amount) => Interlocked.Add(ref _sum, amount);

    public long Sum() => Interlocked.Read(ref _sum);
}

internal static class TallyMeter
{
    public static Tally CreateTally(this Meter meter, string name, string unit, string description)
    {
        var tally = new Tally();
        meter.CreateObservableCounter(name, tally.Sum, unit, description);
        return tally;
    }
}
