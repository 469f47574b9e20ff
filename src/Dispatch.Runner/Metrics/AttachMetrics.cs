using System.Diagnostics.Metrics;
using Dispatch.Metrics;

namespace Dispatch.Runner.Metrics;

/// <summary>How clients are served.</summary>
internal sealed class AttachMetrics
{
    private readonly Histogram<double> _ready;
    private readonly Tally _refused, _failed;

    public AttachMetrics(Meters meters)
    {
        var meter = meters.Make("Attach");
        _ready = meter.CreateHistogram<double>("dispatch.runner.attach", "s", "From a client's first frame until it was sent where it is: the screen, or that nothing is missing.");
        _refused = meter.CreateTally("dispatch.runner.attach.refused", "{client}", "Clients turned away with a fault.");
        _failed = meter.CreateTally("dispatch.runner.attach.failures", "{client}", "Attached connections that ended because the runner failed at them.");
    }

    public void Ready(TimeSpan took) => _ready.Record(took.TotalSeconds);

    public void Refused() => _refused.Add(1);

    public void Failed() => _failed.Add(1);
}
