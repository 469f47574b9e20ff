using System.Collections.Concurrent;
using Dispatch.Loops;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Sessions.Storage.Segments;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Retention;

/// <summary>
/// Moves output that isn't new any more from the log's events into segments, beside those who commit, and has what is too much dropped. By a
/// failure nothing is lost: the output stays where it is.
/// </summary>
internal sealed class Sealer(
    WorkspaceRegistry workspaces, SessionRegistry sessions, Limits limits, Collector collector, BackgroundLoops loops, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Output in one segment, at most: what a reader has in memory. With the last event it fits into two MiB.</summary>
    private const long SegmentBytes = (2L * 1024 * 1024) - Batch.MaximumOutput;

    /// <summary>How often age is looked at; the first time when a start has nothing better to do.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromHours(1);
    private static readonly TimeSpan FirstRound = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _alone = new(1);

    private readonly ConcurrentDictionary<Workspace, Sealing> _sealings = new();

    // Until then nobody knows how much is kept.
    private Task _counted = Task.CompletedTask;
    private Task _collecting = Task.CompletedTask;

    /// <summary>Once all sessions are in the registry.</summary>
    public void Start()
    {
        foreach (var workspace in workspaces.All)
        {
            Follow(workspace);
        }

        _counted = Task.WhenAll(_sealings.Values.Select(sealing => sealing.Counted.Task));
        _collecting = Task.Run(() => loops.KeepAsync("the limits of kept output", CollectAsync, _stopping.Token));
    }

    /// <summary>Looks after the output of one that is there from now on.</summary>
    public void Follow(Workspace workspace)
    {
        var sealing = new Sealing(CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token));
        _sealings[workspace] = sealing;
        sealing.Working = Task.Run(() => loops.KeepAsync("the sealing of old output", stopping => SealAllAsync(workspace, sealing, stopping), sealing.Stopping.Token));
    }

    /// <summary>Done once nothing is worked on in its log any more.</summary>
    public async Task LeaveAsync(Workspace workspace)
    {
        if (_sealings.TryRemove(workspace, out var sealing))
        {
            await sealing.DisposeAsync();
        }
    }

    /// <summary>Keeps within the limits now.</summary>
    /// <param name="asked">See <see cref="Collector.Run"/>.</param>
    public async Task<RetentionReport> CollectAsync(Workspace? of, bool dryRun, bool asked, CancellationToken cancellation)
    {
        await _counted.WaitAsync(cancellation);
        await _alone.WaitAsync(cancellation);
        try
        {
            return collector.Run(of, dryRun, asked);
        }
        finally
        {
            _alone.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _collecting;
        foreach (var sealing in _sealings.Values)
        {
            await sealing.DisposeAsync();
        }

        _stopping.Dispose();
        _alone.Dispose();
    }

    private async Task CollectAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(FirstRound, time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            timer.Period = Round;
            await CollectAsync(null, dryRun: false, asked: false, stopping);
        }
    }

    private async Task SealAllAsync(Workspace workspace, Sealing sealing, CancellationToken stopping)
    {
        // What the last runner left: files of sealings that it didn't come to the end of, and output it kept otherwise.
        workspace.Log.SweepSegmentsOfNobody();

        foreach (var session in sessions.All.Where(session => session.Workspace == workspace && !session.Log.HotCounted))
        {
            await TryAsync(session, async () =>
            {
                var cost = await workspace.Readers.HotCostAsync(session.Log.Row, session.Log.HotAfter, session.LoadedThrough, stopping);
                workspace.Log.CountHot(session.Log, cost);
            });
        }

        sealing.Counted.TrySetResult();
        foreach (var session in sessions.All.Where(session => session.Workspace == workspace))
        {
            await TryAsync(session, () =>
            {
                workspace.Log.SweepSegments(session.Log);
                return SealAloneAsync(workspace, session.Log, stopping);
            });
        }

        while (await workspace.Log.CrowdedAsync(stopping) is { } crowded)
        {
            await SealAloneAsync(workspace, crowded, stopping);
        }
    }

    // What one session lacks must not keep the others from being sealed.
    private static async Task TryAsync(Session session, Func<Task> part)
    {
        try
        {
            await part();
        }
        catch (Exception e) when (e is not (OperationCanceledException or LogFaultException))
        {
            session.Workspace.Faults.Note(session, e);
        }
    }

    private async Task SealAloneAsync(Workspace workspace, SessionLog session, CancellationToken stopping)
    {
        await _alone.WaitAsync(stopping);
        try
        {
            await SealAsync(workspace, session, stopping);
            if (collector.IsDue(session))
            {
                collector.Run(null, dryRun: false, asked: false);
            }
        }
        finally
        {
            _alone.Release();
        }
    }

    private async Task SealAsync(Workspace workspace, SessionLog session, CancellationToken stopping)
    {
        var log = workspace.Log;
        while (session.HotCost > limits.HotOutputBytes)
        {
            using var builder = new SegmentBuilder(session.PublicId, session.HotAfter, Math.Min(SegmentBytes, limits.HotOutputBytes / 2));
            await workspace.Readers.ReadHotAsync(session.Row, session.HotAfter, builder, stopping);
            if (builder.IsEmpty)
            {
                return;
            }

            var (file, row) = builder.Make(log.LastSegment(session)?.Hash);
            log.SegmentFiles.Write(session.PublicId, row.First, file);
            log.Seal(session, row);
            workspace.Durability.AfterCommit();

            // What the cap dropped, or was dropped with its session, while it was sealed.
            log.SweepSegments(session);
        }
    }

    private sealed class Sealing(CancellationTokenSource stopping) : IAsyncDisposable
    {
        public CancellationTokenSource Stopping { get; } = stopping;

        public TaskCompletionSource Counted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Working { get; set; } = Task.CompletedTask;

        public async ValueTask DisposeAsync()
        {
            await Stopping.CancelAsync();
            await Working;
            Stopping.Dispose();
        }
    }
}
