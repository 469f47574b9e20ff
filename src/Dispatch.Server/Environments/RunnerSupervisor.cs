using System.Diagnostics;
using Dispatch.Loops;
using Dispatch.Server.Feed;

namespace Dispatch.Server.Environments;

/// <summary>
/// Sees to it that a runner answers: reconnects to one that does, starts one when none does, at once when one dies and with growing
/// pauses when it won't live. The open feed is how it knows: it ends with the runner and beats while the runner lives. A runner that
/// hangs is ended by the next one, which this starts.
/// </summary>
internal sealed partial class RunnerSupervisor(
    FeedFollower feed, RunnerProcess process, RunnerClient runner, RunnerState state, RunnerLog log, BackgroundLoops loops,
    TimeProvider time, ILogger<RunnerSupervisor> logger) : BackgroundService
{
    // A shell's way to name the signal that ended a program: 128 and its number.
    private const int Hangup = 129, Interrupted = 130, Killed = 137, Terminated = 143;

    private static readonly TimeSpan AnswerInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(15);

    // Its socket is closed a moment before its end is known.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMilliseconds(250);

    // The last one that was started here; one that was found running is nobody's child.
    private Process? _child;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => loops.KeepAsync("the runner", SuperviseAsync, stoppingToken);

    private async Task SuperviseAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; ; failures++)
        {
            var since = time.GetTimestamp();
            var end = await feed.FollowAsync(stoppingToken);
            if (end.Unkept)
            {
                LogLost(logger, end.Reason);
            }
            else if (end.WasConnected)
            {
                LogLost(logger, end.Reason);
                var held = time.GetElapsedTime(since);
                failures = Backoff.Forgiven(failures, held, await DiedByItselfAsync(stoppingToken));
                state.Set(RunnerState.Starting, end.Hung
                    ? $"The runner hangs ({end.Reason}) and another is started in its place; its shells live on. Try again in a moment."
                    : "The runner ended and is being started again; try again in a moment.");
            }
            else
            {
                LogAbsent(logger, end.Reason);
            }

            await Task.Delay(Backoff.After(failures), time, stoppingToken);
            if (end.Refused && failures > 0)
            {
                LogReplaced(logger, end.Reason);
                process.EndPresent();
            }

            if (!await runner.AnswersAsync(stoppingToken) && await StartRunnerAsync(stoppingToken) is { } reason)
            {
                LogFailed(logger, reason, failures + 1);
                state.Set(RunnerState.Unreachable, reason);
            }
            else if (!end.WasConnected && !end.Refused && failures > 0)
            {
                state.Set(RunnerState.Unreachable, $"The runner answers, but not with its feed: {end.Reason}; {SeeLog}");
            }
        }
    }

    public override void Dispose()
    {
        _child?.Dispose();
        base.Dispose();
    }

    private string SeeLog => $"{log.Path} says more.";

    /// <returns>Null once a runner answers, else why none does.</returns>
    private async Task<string?> StartRunnerAsync(CancellationToken cancellation)
    {
        try
        {
            log.Prepare();
            var before = log.Length;
            var started = process.Start();
            _child?.Dispose();
            _child = started;
            LogStarted(logger, started.Id);
            try
            {
                return await WaitForAnswerAsync(started, before, cancellation);
            }
            catch (OperationCanceledException) when (!started.HasExited)
            {
                // Nobody waits for it any more, and it has never answered anyone: nothing half-started is left behind.
                started.Kill();
                throw;
            }
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }

    /// <summary>Whether it crashed or gave up, as far as that is known; signals that people and the kernel send come from outside.</summary>
    private async Task<bool> DiedByItselfAsync(CancellationToken cancellation)
    {
        if (_child is not { } child)
        {
            return false;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(LongestEnd);
        await child.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return child.HasExited && child.ExitCode is not (0 or Hangup or Interrupted or Killed or Terminated);
    }

    private async Task<string?> WaitForAnswerAsync(Process started, long logBefore, CancellationToken cancellation)
    {
        var since = time.GetTimestamp();
        while (!await runner.AnswersAsync(cancellation))
        {
            // With code 0 it found a healthy runner there, which then has to answer.
            if (started.HasExited && started.ExitCode != 0)
            {
                return log.LastLine(logBefore) ?? $"The runner ended with code {started.ExitCode} at its start; {SeeLog}";
            }

            if (time.GetElapsedTime(since) > LongestStart)
            {
                return $"The runner did not answer within {LongestStart.TotalSeconds} s of its start; {SeeLog}";
            }

            await Task.Delay(AnswerInterval, time, cancellation);
        }

        return null;
    }

    [LoggerMessage(1, LogLevel.Information, "Started a runner, process {Pid}")]
    private static partial void LogStarted(ILogger logger, int pid);

    [LoggerMessage(2, LogLevel.Warning, "The runner is gone: {Reason}")]
    private static partial void LogLost(ILogger logger, string reason);

    [LoggerMessage(5, LogLevel.Warning, "The runner is replaced, its sessions live on: {Reason}")]
    private static partial void LogReplaced(ILogger logger, string reason);

    [LoggerMessage(4, LogLevel.Information, "No runner gives its feed: {Reason}")]
    private static partial void LogAbsent(ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Error, "{Reason} (failure {Count} in a row)")]
    private static partial void LogFailed(ILogger logger, string reason, int count);
}
