using Dispatch.Metrics;
using Dispatch.Runner.Disks;

namespace Dispatch.Runner.Metrics;

/// <summary>The room on the data folder's disk, as it was found last.</summary>
internal sealed class DiskMetrics
{
    public DiskMetrics(Meters meters, DiskRoom room)
    {
        var meter = meters.Make("Disk");
        meter.CreateObservableGauge("dispatch.runner.disk.free", () => room.Space.Free, "By", "Bytes that are left on the disk of the data folder.");
        meter.CreateObservableGauge("dispatch.runner.disk.paused", () => room.IsFull ? 1L : 0L, "{runner}", "Whether programs are paused because the disk is full: 1, or 0.");
    }
}
