using Dispatch.Loops;

namespace Dispatch.Metrics;

/// <summary>How the background loops are, and what the process takes.</summary>
internal sealed class LoopMetrics
{
    /// <param name="program"><c>server</c> or <c>runner</c>.</param>
    public LoopMetrics(Meters meters, BackgroundLoops loops, string program)
    {
        var prefix = "dispatch." + program;
        var meter = meters.Make("Hosting");
        meter.CreateObservableCounter($"{prefix}.loop.failures", () => loops.Failures, "{failure}", "Failures of what works in the background; each begins again.");
        meter.CreateObservableGauge($"{prefix}.loop.failing", () => (long)loops.Failing.Count, "{loop}", "What works in the background and keeps failing.");
        meter.CreateObservableGauge($"{prefix}.memory", () => Environment.WorkingSet, "By", "Memory that the process has in use.");
        meter.CreateObservableGauge($"{prefix}.heap", () => GC.GetTotalMemory(forceFullCollection: false), "By", "Memory that its objects take.");
    }
}
