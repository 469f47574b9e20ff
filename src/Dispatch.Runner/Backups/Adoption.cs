using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Backups;

/// <summary>Gives a log that was put back an epoch that none of its clients has seen.</summary>
internal static class Adoption
{
    // Since it was copied, the log that is put aside may have begun epochs of its own, perhaps on another machine: the next number after the
    // copy's could be one of theirs. Epochs otherwise go up by one, so seconds are always ahead of them, until 2092 in 31 bits.
    private static readonly DateTimeOffset Beginning = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Take(string path, TimeProvider time)
    {
        using var log = EventLog.Open(path, time, long.MaxValue, long.MaxValue);
        log.AdvanceEpoch((int)Math.Clamp((time.GetUtcNow() - Beginning).TotalSeconds, 0, int.MaxValue - 1));
        new LogWitness(path).Stamp(log.Meta);
        log.Meta.ClosedInOrder = true;
    }
}
