namespace Dispatch.Loops;

/// <summary>How one background loop is. Thread-safe.</summary>
internal sealed class LoopState(string name, TimeProvider time)
{
    private const int Often = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    // What held so long was well: what fails it then is a new story.
    private static readonly TimeSpan Proven = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long _since = time.GetTimestamp();
    private bool _runs;
    private int _failures;
    private long _allFailures;
    private string _cause = "";

    public string Name => name;

    public int Failures
    {
        get
        {
            lock (_gate)
            {
                return _failures;
            }
        }
    }

    public long AllFailures
    {
        get
        {
            lock (_gate)
            {
                return _allFailures;
            }
        }
    }

    public string Cause
    {
        get
        {
            lock (_gate)
            {
                return _cause;
            }
        }
    }

    public bool KeepsFailing
    {
        get
        {
            lock (_gate)
            {
                return _failures >= Often && !(_runs && time.GetElapsedTime(_since) >= Proven);
            }
        }
    }

    public void Began()
    {
        lock (_gate)
        {
            (_runs, _since) = (true, time.GetTimestamp());
        }
    }

    /// <summary>A round was done as it should be.</summary>
    public void Succeeded()
    {
        lock (_gate)
        {
            _failures = 0;
        }
    }

    /// <returns>How long to wait before the next try.</returns>
    public TimeSpan Failed(Exception cause)
    {
        lock (_gate)
        {
            _failures = _runs && time.GetElapsedTime(_since) >= Proven ? 1 : _failures + 1;
            _allFailures++;
            (_runs, _cause) = (false, cause.Message);
            var pause = FirstPause * Math.Pow(2, Math.Min(_failures - 1, 16));
            return pause < LongestPause ? pause : LongestPause;
        }
    }
}
