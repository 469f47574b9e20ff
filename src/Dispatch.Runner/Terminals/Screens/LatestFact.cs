namespace Dispatch.Runner.Terminals.Screens;

/// <summary>
/// A fact of which only the last counts (a title, a folder): recorded at most 5 times a second, the last one never lost. One that never stops
/// changing is recorded every few seconds, because facts stay in the log for good.
/// </summary>
/// <param name="due">Takes a fact that is to be recorded now; called under a lock, so that they come in their order.</param>
/// <param name="wake">Records what was taken.</param>
internal sealed class LatestFact(Action<ScreenFact> due, Action wake, TimeProvider time) : IDisposable
{
    private const int AtOnce = 20;
    private const double PerSecond = 0.2;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly TokenBucket _bucket = new(AtOnce, PerSecond, time);
    private ScreenFact? _latest;
    private ITimer? _timer;

    public void Set(ScreenFact fact)
    {
        lock (_gate)
        {
            _latest = fact;
            if (_timer is not null)
            {
                return;
            }

            var wait = _bucket.Wait();
            _timer = time.CreateTimer(_ => Record(), null, wait > Shortest ? wait : Shortest, Timeout.InfiniteTimeSpan);
            if (wait > TimeSpan.Zero)
            {
                return;
            }
        }

        Record(keepTimer: true);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _latest = null;
        }
    }

    // The timer also keeps the next one at a distance from the one just recorded.
    private void Record(bool keepTimer = false)
    {
        ScreenFact? fact;
        lock (_gate)
        {
            fact = _latest;
            _latest = null;
            if (!keepTimer)
            {
                _timer?.Dispose();
                _timer = null;
            }

            if (fact is not null)
            {
                _bucket.TryTake();
                due(fact);
            }
        }

        if (fact is not null)
        {
            wake();
        }
    }
}
