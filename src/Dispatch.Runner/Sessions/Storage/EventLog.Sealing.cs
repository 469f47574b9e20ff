using Dispatch.Runner.Sessions.Storage.Segments;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Sessions.Storage;

/// <summary>How output leaves the events: into segments, and for good.</summary>
internal sealed partial class EventLog
{
    /// <summary>Waits until a session has more output among the events than is kept there; null when the log was closed.</summary>
    public async ValueTask<SessionLog?> CrowdedAsync(CancellationToken cancellation)
    {
        if (!await _crowded.Reader.WaitToReadAsync(cancellation) || !_crowded.Reader.TryRead(out var log))
        {
            return null;
        }

        lock (_gate)
        {
            log.Crowded = false;
            return log;
        }
    }

    public IReadOnlyList<SegmentRow> Segments(SessionLog log)
    {
        lock (_gate)
        {
            return _segments.Of(log.Row);
        }
    }

    public SegmentRow? LastSegment(SessionLog log)
    {
        lock (_gate)
        {
            return _segments.Last(log.Row);
        }
    }

    /// <summary>From now on the session's oldest output is in a segment, whose file is on the disk.</summary>
    /// <returns>False when that output was dropped meanwhile.</returns>
    /// <exception cref="LogFaultException">The disk is full or failing.</exception>
    public bool Seal(SessionLog log, SegmentRow row)
    {
        lock (_gate)
        {
            if (log.HotAfter != row.After)
            {
                return false;
            }

            Change(() =>
            {
                _segments.Insert(log.Row, row);
                _cap.Remove(log, row.Last);
            });
            log.HotAfter = row.Last;
            log.HotCost -= row.OutputBytes + (row.Events * (long)EventCost);
            _segments.Count(log);
            Uncheckpointed += row.OutputBytes;
            return true;
        }
    }

    /// <summary>Forgets the oldest segments of a session, whose files are then nobody's.</summary>
    /// <exception cref="LogFaultException">The disk is full or failing.</exception>
    public void DropSegments(SessionLog log, long first)
    {
        lock (_gate)
        {
            Change(() => _segments.Drop(log.Row, first));
            _segments.Count(log);
        }
    }

    /// <summary>Removes the files that no segment of the session has. Not beside a sealing.</summary>
    public void SweepSegments(SessionLog log) => SegmentFiles.Sweep(log.PublicId, Segments(log).Select(row => row.First));

    /// <summary>Removes the files of sessions that the log doesn't have: by what it says, since not every session can be shown.</summary>
    public void SweepSegmentsOfNobody()
    {
        foreach (var id in SegmentFiles.Sessions())
        {
            if (!Has(id))
            {
                SegmentFiles.DeleteAll(id);
            }
        }
    }

    private bool Has(string publicId)
    {
        lock (_gate)
        {
            using var find = new Statement(_connection, "SELECT 1 FROM sessions WHERE public_id = ?1 AND removed = 0");
            return find.Bind(1, publicId).Step();
        }
    }

    /// <summary>When the oldest output among a session's events was printed; null when there is none.</summary>
    public long? OldestHot(SessionLog log)
    {
        lock (_gate)
        {
            return _cap.Oldest(log);
        }
    }

    /// <summary>
    /// Drops output of the events that is older than a time, of a session that has no segments; its last event stays, whatever it is: the
    /// positions go on from there.
    /// </summary>
    /// <param name="log">The session.</param>
    /// <param name="before">Microseconds since 1970 UTC.</param>
    /// <param name="dryRun">Only tells what it would be.</param>
    /// <returns>The position of the last such output, its bytes, and what it costs.</returns>
    /// <exception cref="LogFaultException">The disk is full or failing.</exception>
    public (long Last, long Output, long Cost) DropHot(SessionLog log, long before, bool dryRun)
    {
        var (last, output, cost) = (0L, 0L, 0L);
        for (var after = log.HotAfter; ; after = last)
        {
            // A part at a time: whoever commits waits for it.
            lock (_gate)
            {
                var (through, events, bytes) = _cap.OlderThan(log, after, before);
                if (events == 0)
                {
                    return (last, output, cost);
                }

                var freed = bytes + (events * EventCost);
                (last, output, cost) = (through, output + bytes, cost + freed);
                if (!dryRun)
                {
                    Change(() => _cap.Remove(log, through));
                    log.HotAfter = through;
                    log.HotCost -= freed;
                    _segments.Count(log);
                }
            }
        }
    }

    /// <summary>Adds what was in the log when the runner began: counted beside those who commit, since it takes long where events are many and small.</summary>
    public void CountHot(SessionLog log, long cost)
    {
        lock (_gate)
        {
            log.HotCost += cost;
            log.HotCounted = true;
            KeepWithinCap(log);
        }
    }

    private void DeleteSegmentFiles(SessionLog log)
    {
        try
        {
            SegmentFiles.DeleteAll(log.PublicId);
        }
        catch (IOException)
        {
            // One was being written. Nobody's files are removed at the next start, too.
        }
    }

    private void KeepWithinCap(SessionLog log)
    {
        if (log.HotCost > _hotCap && !log.Crowded)
        {
            log.Crowded = true;
            _crowded.Writer.TryWrite(log);
        }

        if (log.HotCost > _outputCap)
        {
            try
            {
                // A little more than needed, so that a flood at its cap doesn't prune at every commit. What was sealed is older still.
                var (through, freed) = (0L, 0L);
                Change(() =>
                {
                    (through, freed) = _cap.Prune(log, log.HotCost - _outputCap + (_outputCap / 32));
                    _segments.Drop(log.Row, long.MaxValue);
                });
                log.HotAfter = through;
                log.HotCost -= freed;
                _segments.Count(log);
            }
            catch (Exception e) when (e is LogFaultException or SqliteException)
            {
                // What was to be logged is. A full disk tells at the next commit, which also prunes again.
            }
        }
    }

    /// <summary>A transaction of its own: all of it, or nothing.</summary>
    private void Change(Action change)
    {
        try
        {
            _begin.Run();
            change();
            _commit.Run();
        }
        catch (SqliteException e)
        {
            _cap.Reset();
            _segments.Reset();
            Rollback();
            throw Full(e);
        }
    }
}
