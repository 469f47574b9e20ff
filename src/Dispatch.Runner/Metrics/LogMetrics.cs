using System.Diagnostics.Metrics;
using Dispatch.Metrics;

namespace Dispatch.Runner.Metrics;

/// <summary>What is measured at each commit of what the keeper told: no tags, and no allocation.</summary>
internal sealed class LogMetrics
{
    private readonly Tally _bytes, _failures;
    private readonly Histogram<double> _commit;

    public LogMetrics(Meters meters)
    {
        var meter = meters.Make("Log");
        _bytes = meter.CreateTally("dispatch.runner.log.written", "By", "Bytes of output and of facts that came from programs and were committed.");
        _failures = meter.CreateTally("dispatch.runner.log.failures", "{commit}", "Commits that the disk refused; each is tried again.");
        _commit = meter.CreateHistogram<double>("dispatch.runner.log.commit", "s", "How long a commit of output took.");
    }

    public void Committed(long bytes, TimeSpan took)
    {
        _bytes.Add(bytes);
        _commit.Record(took.TotalSeconds);
    }

    public void Failed() => _failures.Add(1);
}
