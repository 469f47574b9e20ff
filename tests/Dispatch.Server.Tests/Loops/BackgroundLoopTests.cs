using Dispatch.Loops;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Loops;

public sealed class BackgroundLoopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ManualTime _time = new();
    private readonly LogOf<BackgroundLoops> _log = new();

    [Fact]
    public async Task A_loop_that_fails_is_logged_and_begins_again_after_a_pause()
    {
        var loops = new BackgroundLoops(_time, _log);
        var again = new TaskCompletionSource();
        var rounds = 0;
        var keeping = loops.KeepAsync("the tide", _ => ++rounds == 1 ? throw new IOException("No moon.") : Again(again), CancellationToken.None);
        Assert.Contains("What looks after the tide failed", await _log.NextAsync(), StringComparison.Ordinal);
        await _time.TimerMadeAsync();
        Assert.False(again.Task.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(100));

        await again.Task.WaitAsync(Patience);
        await keeping.WaitAsync(Patience);
        Assert.Equal(1, loops.Failures);
    }

    [Fact]
    public async Task One_that_keeps_failing_says_so_until_it_has_held_for_a_while()
    {
        var loops = new BackgroundLoops(_time, _log);
        var held = new TaskCompletionSource();
        var rounds = 0;
        using var stop = new CancellationTokenSource();
        var keeping = loops.KeepAsync(
            "the tide",
            stopping =>
            {
                if (++rounds <= 3)
                {
                    throw new IOException("No moon.");
                }

                held.SetResult();
                return Task.Delay(Timeout.InfiniteTimeSpan, stopping);
            },
            stop.Token);
        foreach (var pause in (int[])[100, 200, 400])
        {
            await _time.TimerMadeAsync();
            Assert.Equal(pause == 400, loops.Failing is [{ Name: "the tide", Cause: "No moon." }]);
            _time.Advance(TimeSpan.FromMilliseconds(pause));
        }

        await held.Task.WaitAsync(Patience);
        Assert.Single(loops.Failing);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(loops.Failing);

        await stop.CancelAsync();
        await keeping.WaitAsync(Patience);
    }

    [Fact]
    public async Task Only_its_own_stop_ends_a_loop_quietly()
    {
        var loops = new BackgroundLoops(_time, _log);
        using var stop = new CancellationTokenSource();
        var keeping = loops.KeepAsync("the tide", _ => throw new OperationCanceledException("Somebody else's."), stop.Token);
        Assert.Contains("the tide", await _log.NextAsync(), StringComparison.Ordinal);
        Assert.False(keeping.IsCompleted);

        await stop.CancelAsync();

        await keeping.WaitAsync(Patience);
        Assert.Equal(1, loops.Failures);
    }

    private static Task Again(TaskCompletionSource reached)
    {
        reached.SetResult();
        return Task.CompletedTask;
    }
}
