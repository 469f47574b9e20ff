using Dispatch.Loops;
using Dispatch.Protocol;
using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Disks;

/// <summary>
/// How much room the disk of the data folder has. Looked at now and then, and sooner when much is written; whoever asks is told what was
/// found last.
/// </summary>
/// <param name="measure">Looks at the disk.</param>
internal sealed partial class DiskRoom(
    DiskLimits limits, string folder, Func<DiskSpace> measure, BackgroundLoops loops, TimeProvider time, ILogger<DiskRoom> logger) : IAsyncDisposable
{
    private static readonly TimeSpan Usually = TimeSpan.FromSeconds(1);

    // Programs wait for it.
    private static readonly TimeSpan WhileFull = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private volatile Found _found = new(DiskState.Well, default);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _watching = Task.CompletedTask;
    private long _written;
    private long _enough = long.MaxValue;

    public DiskState State => _found.State;

    public bool IsFull => _found.State == DiskState.Full;

    public DiskSpace Space => _found.Space;

    /// <summary>Take it before reading the state, wait for it after: no change is missed between.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>What there is to say of it; null when it has room.</summary>
    public ProblemPart? Trouble => _found switch
    {
        { State: DiskState.Full, Space.Total: var total } => new ProblemPart("disk", "disk.full", Refusal(total)),
        { State: DiskState.Low, Space: var (free, total) } => new ProblemPart(
            "disk", "disk.low",
            $"Little room on the machine's disk: {ByteSize.Text(free)} of {ByteSize.Text(total)} left at {folder}. "
            + $"Delete files on it or remove old sessions: below {ByteSize.Text(limits.Floor(total))} programs are paused.",
            Warning: true),
        _ => null,
    };

    /// <summary>Why nothing is started that would print; null when it may be.</summary>
    public Error? Refuse() => _found is { State: DiskState.Full, Space.Total: var total }
        ? new Error(ErrorKind.Unavailable, "disk.full", Refusal(total))
        : null;

    /// <summary>The first look is done when it returns.</summary>
    public void Start()
    {
        LookNow();
        _watching = Task.Run(() => loops.KeepAsync("the room on the disk", WatchAsync, _stopping.Token));
    }

    /// <summary>So much was committed: where little is left it is looked at again before it can be gone.</summary>
    public void Wrote(long bytes)
    {
        if (Interlocked.Add(ref _written, bytes) >= Volatile.Read(ref _enough))
        {
            LookNow();
        }
    }

    /// <summary>For whoever can't wait for the next look. What keeps a look from being done is told by the one that comes by itself.</summary>
    public void LookNow()
    {
        try
        {
            Look();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            var before = _found.State;
            var space = measure();
            var state = limits.Judge(space.Free, space.Total, before);
            _found = new Found(state, space);
            Volatile.Write(ref _written, 0);

            // The log is written twice, into its journal first; half of what that leaves is for everyone else.
            Volatile.Write(ref _enough, Math.Max(64L << 10, (space.Free - limits.Floor(space.Total)) / 4));
            if (state != before)
            {
                Log(state, space);
                Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _stopping.Dispose();
    }

    private async Task WatchAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Usually, time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            Look();
            timer.Period = IsFull ? WhileFull : Usually;
        }
    }

    // Without what is left now: it changes all the time, and isn't what somebody has to know.
    private string Refusal(long total) =>
        $"Programs are paused: the disk is full. Less than {ByteSize.Text(limits.Floor(total))} of {ByteSize.Text(total)} are left at {folder}. "
        + "Delete files on it or remove old sessions: they then go on by themselves, and nothing is lost.";

    private void Log(DiskState state, DiskSpace space)
    {
        switch (state)
        {
            case DiskState.Full:
                LogFull(logger, space.Free, space.Total, folder);
                break;
            case DiskState.Low:
                LogLow(logger, space.Free, space.Total, folder);
                break;
            default:
                LogWell(logger, space.Free, space.Total, folder);
                break;
        }
    }

    [LoggerMessage(EventId = 210, Level = LogLevel.Error, Message = "The disk is full, and programs are paused at their next output: {Free} of {Total} bytes are left where {Folder} lies")]
    private static partial void LogFull(ILogger logger, long free, long total, string folder);

    [LoggerMessage(EventId = 211, Level = LogLevel.Warning, Message = "Little room on the disk: {Free} of {Total} bytes are left where {Folder} lies")]
    private static partial void LogLow(ILogger logger, long free, long total, string folder);

    [LoggerMessage(EventId = 212, Level = LogLevel.Information, Message = "There is room on the disk: {Free} of {Total} bytes are left where {Folder} lies")]
    private static partial void LogWell(ILogger logger, long free, long total, string folder);

    private sealed record Found(DiskState State, DiskSpace Space);
}
