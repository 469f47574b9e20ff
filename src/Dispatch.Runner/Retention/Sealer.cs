using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Sessions.Storage.Segments;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Retention;

/// <summary>Moves output that isn't new any more from the log's events into segments, beside those who commit.</summary>
internal sealed partial class Sealer(Workspace workspace, SessionRegistry sessions, Limits limits, TimeProvider time, ILogger<Sealer> logger) : IAsyncDisposable
{
    /// <summary>Output in one segment, at most: what a reader has in memory.</summary>
    private const long SegmentBytes = 4L * 1024 * 1024;

    /// <summary>After a failure, which mostly is a full disk.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    /// <summary>Once all sessions are in the registry.</summary>
    public void Start() => _loop = Task.Run(() => RunAsync(_stopping.Token));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        await TryAsync(SweepAsync, stopping);
        while (!stopping.IsCancellationRequested)
        {
            await TryAsync(async () => await SealAsync(await workspace.Log.CrowdedAsync(stopping), stopping), stopping);
        }
    }

    /// <summary>What the last runner left: files of sealings that it didn't come to the end of, and output it kept otherwise.</summary>
    private async Task SweepAsync()
    {
        foreach (var id in workspace.Log.SegmentFiles.Sessions().Where(id => sessions.Find(workspace.Id, id) is null))
        {
            workspace.Log.SegmentFiles.DeleteAll(id);
        }

        foreach (var session in sessions.All)
        {
            Sweep(session.Log);
            await SealAsync(session.Log, _stopping.Token);
        }
    }

    private async Task SealAsync(SessionLog? session, CancellationToken stopping)
    {
        if (session is null || session.HotCost <= limits.HotOutputBytes)
        {
            return;
        }

        var log = workspace.Log;
        while (session.HotCost > limits.HotOutputBytes && !stopping.IsCancellationRequested)
        {
            var builder = new SegmentBuilder(session.PublicId, session.HotAfter, Math.Min(SegmentBytes, limits.HotOutputBytes / 2));
            await workspace.Readers.ReadHotAsync(session.Row, session.HotAfter, builder, stopping);
            if (builder.IsEmpty)
            {
                break;
            }

            var (file, row) = builder.Make(log.LastSegment(session)?.Hash);
            log.SegmentFiles.Write(session.PublicId, row.First, file);
            log.Seal(session, row);
            workspace.Durability.AfterCommit();
        }

        // What the cap dropped, or was dropped with its session, before or while it was sealed.
        Sweep(session);
    }

    private void Sweep(SessionLog session) =>
        workspace.Log.SegmentFiles.Sweep(session.PublicId, workspace.Log.Segments(session).Select(row => row.First));

    /// <summary>Nothing is lost by a failure: the output stays where it is.</summary>
    private async Task TryAsync(Func<Task> action, CancellationToken stopping)
    {
        try
        {
            await action();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            LogNotSealed(logger, e is IOException or LogFaultException ? null : e, workspace.Log.Path, e.Message);
            await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(EventId = 113, Level = LogLevel.Error, Message = "Old output of the log {Path} was not sealed, and stays among its events: {Cause}")]
    private static partial void LogNotSealed(ILogger logger, Exception? exception, string path, string cause);
}
