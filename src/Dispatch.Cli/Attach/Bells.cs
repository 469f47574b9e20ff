namespace Dispatch.Cli.Attach;

/// <summary>A session's bells, a few a second at most.</summary>
internal sealed class Bells(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private long? _last;
    private bool _wanted;

    public void Add() => _wanted = true;

    /// <summary>Those of the past ring for nobody.</summary>
    public void Drop() => _wanted = false;

    /// <returns>Whether one is to be heard now.</returns>
    public bool Ring()
    {
        var rings = _wanted && (_last is not { } last || time.GetElapsedTime(last) >= Pause);
        _wanted = false;
        if (rings)
        {
            _last = time.GetTimestamp();
        }

        return rings;
    }
}
