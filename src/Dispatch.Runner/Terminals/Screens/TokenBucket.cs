namespace Dispatch.Runner.Terminals.Screens;

/// <summary>How often something may happen: so many times at once, and so many a second in the long run.</summary>
internal sealed class TokenBucket(double most, double perSecond, TimeProvider time)
{
    private readonly double _most = most;
    private double _tokens = most;
    private long _filled = time.GetTimestamp();

    public bool TryTake()
    {
        Fill();
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }

    /// <summary>How long until one can be taken.</summary>
    public TimeSpan Wait()
    {
        Fill();
        return TimeSpan.FromSeconds(Math.Max(0, 1 - _tokens) / perSecond);
    }

    private void Fill()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(_most, _tokens + (time.GetElapsedTime(_filled, now).TotalSeconds * perSecond));
        _filled = now;
    }
}
