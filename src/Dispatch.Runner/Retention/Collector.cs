using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Retention;

/// <summary>Drops what the limits of kept output don't allow. One at a time, and never beside the sealing.</summary>
internal sealed partial class Collector(SessionRegistry sessions, Limits limits, ClockWatch clock, TimeProvider time, ILogger<Collector> logger)
{
    /// <summary>Whether more is kept than may be, as far as that shows without a look at the log.</summary>
    public bool IsDue(SessionLog log) =>
        log.SealedStored + log.HotCost > limits.OutputBytes || log.SealedOutput + log.HotCost > limits.PrintedBytes
        || sessions.All.Sum(session => session.Log.SealedStored + session.Log.HotCost) > limits.TotalOutputBytes;

    /// <param name="asked">By a person, who is told what goes; else it happens by itself, and by a clock that isn't believed nothing goes for its age.</param>
    /// <param name="of">The workspace whose output may go; null for any.</param>
    public RetentionReport Run(Workspace? of, bool dryRun, bool asked)
    {
        if (asked && !dryRun)
        {
            clock.Believe();
        }
        else
        {
            clock.Look();
        }

        var inForce = asked || clock.Doubt is null ? limits : limits with { OutputDays = null };
        OutputPast[] pasts = [.. sessions.All.Select(session => new OutputPast(
            session, session.Log.HotCost, inForce.OutputDays is null ? null : session.Events.OldestHot(session.Log), session.Events.Segments(session.Log)))];
        var drops = RetentionPolicy.Decide(pasts, inForce, LogTime.Now(time)).Where(drop => IsOf(drop.Past, of));
        DroppedOutput[] items = [.. drops.Select(drop => TryCarry(drop, dryRun)).OfType<DroppedOutput>().Where(item => item.Output > 0).OrderByDescending(item => item.Freed)];
        var (before, freed) = (pasts.Where(past => IsOf(past, of)).Sum(past => past.HotCost + past.Segments.Sum(row => row.StoredBytes)), items.Sum(item => item.Freed));
        return new RetentionReport(of?.Id ?? Workspace.Default, dryRun, before - freed, freed, items);
    }

    private static bool IsOf(OutputPast past, Workspace? workspace) => workspace is null || past.Session.Workspace == workspace;

    // What one session lacks must not keep the others from being kept within the limits: it is noted, and tried again the next time.
    private DroppedOutput? TryCarry(Drop drop, bool dryRun)
    {
        try
        {
            return Carry(drop, dryRun);
        }
        catch (Exception e) when (e is not LogFaultException)
        {
            drop.Past.Session.Workspace.Faults.Note(drop.Past.Session, e);
            return null;
        }
    }

    private DroppedOutput Carry(Drop drop, bool dryRun)
    {
        var (session, rows) = (drop.Past.Session, drop.Past.Segments.Take(drop.Segments).ToArray());
        var (through, output, freed) = (session.Log.PrunedThrough, rows.Sum(row => row.OutputBytes), rows.Sum(row => row.StoredBytes));
        if (rows.Length > 0)
        {
            through = rows[^1].Last;
            if (!dryRun)
            {
                session.Events.DropSegments(session.Log, rows[^1].First);
                session.Events.SweepSegments(session.Log);
            }
        }

        if (drop.HotBefore is { } before)
        {
            var (last, bytes, cost) = session.Events.DropHot(session.Log, before, dryRun);
            (through, output, freed) = (Math.Max(through, last), output + bytes, freed + cost);
        }

        if (!dryRun && output > 0)
        {
            LogDropped(logger, session.Id, through, freed, drop.Limit);
        }

        return new DroppedOutput(session.Id, session.Info.Name, through, output, freed, drop.Limit);
    }

    [LoggerMessage(EventId = 114, Level = LogLevel.Information, Message = "Of session {Session} the output through {Seq} was dropped ({Bytes} bytes on the disk), as limits.{Limit} asks")]
    private static partial void LogDropped(ILogger logger, string session, long seq, long bytes, string limit);
}
