using System.Diagnostics.Metrics;
using Dispatch.Metrics;

namespace Dispatch.Server.Metrics;

/// <summary>What is handed on to the runner.</summary>
internal sealed class ForwardingMetrics
{
    private readonly Histogram<double> _answer;
    private readonly Tally _unanswered;

    public ForwardingMetrics(Meters meters)
    {
        var meter = meters.Make("Forwarding");
        _answer = meter.CreateHistogram<double>("dispatch.server.forward", "s", "How long the runner took to begin its answer to a request handed on to it.");
        _unanswered = meter.CreateTally("dispatch.server.forward.unanswered", "{request}", "Requests that the runner didn't answer.");
    }

    public void Answered(TimeSpan took) => _answer.Record(took.TotalSeconds);

    public void Unanswered() => _unanswered.Add(1);
}
