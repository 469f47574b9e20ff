using System.Collections.Concurrent;
using Dispatch.Protocol.Problems;

namespace Dispatch.Loops;

/// <summary>
/// What a program does in the background for as long as it lives. A loop that fails is logged and begins again after a pause that grows;
/// how each of them is, can be asked.
/// </summary>
internal sealed partial class BackgroundLoops(TimeProvider time, ILogger<BackgroundLoops> logger)
{
    private readonly ConcurrentDictionary<string, LoopState> _states = new(StringComparer.Ordinal);

    /// <summary>Those that fail again and again, with the cause of the last time.</summary>
    public IReadOnlyList<FailingLoop> Failing =>
    [
        .. _states.Values.Where(state => state.KeepsFailing).Select(state => new FailingLoop(state.Name, state.Failures, state.Cause))
            .OrderBy(loop => loop.Name, StringComparer.Ordinal),
    ];

    /// <summary>How often any of them failed since the program's start.</summary>
    public long Failures => _states.Values.Sum(state => state.AllFailures);

    /// <summary>The state of a loop that looks after its own failures; <see cref="KeepAsync"/> looks after those of the others.</summary>
    public LoopState State(string name) => _states.GetOrAdd(name, static (name, time) => new LoopState(name, time), time);

    /// <summary>Runs until told to stop or until the work returns; whatever it throws begins it again.</summary>
    /// <param name="name">In a few words what is looked after, as it reads behind "what looks after".</param>
    /// <param name="work">Can be begun again at any time.</param>
    /// <param name="stopping">Its own cancellation alone ends the work quietly.</param>
    public async Task KeepAsync(string name, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        var state = State(name);
        while (!stopping.IsCancellationRequested)
        {
            state.Began();
            try
            {
                await work(stopping);
                return;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                var pause = state.Failed(e);
                LogFailed(logger, e, name, pause.TotalSeconds, state.Failures);
                await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Error, "What looks after {Loop} failed and begins again in {Seconds} s (failure {Count} in a row)")]
    private static partial void LogFailed(ILogger logger, Exception exception, string loop, double seconds, int count);
}

/// <param name="Name">What it looks after.</param>
/// <param name="Failures">How often in a row it failed.</param>
/// <param name="Cause">Why the last time.</param>
internal sealed record FailingLoop(string Name, int Failures, string Cause)
{
    public ProblemPart ToPart() => new(
        "loop", "loop.failing", $"What looks after {Name} failed {Failures} times in a row: {Cause.TrimEnd('.')}. It goes on trying; the log has the whole of it (dispatch logs).");
}
