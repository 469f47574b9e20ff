using System.Globalization;

namespace Dispatch.Runner.Retention;

/// <summary>
/// Whether the clock is to be believed when output goes by its age: what a wrong clock has dropped is gone. One that went ahead by more
/// than the machine has been up is believed after a day, or once a person has dropped what is too old. One thread at a time.
/// </summary>
/// <param name="read">Takes a reading.</param>
/// <param name="kept">The last reading that was believed, of the runner before; null when there is none.</param>
/// <param name="keep">Keeps one for the runner after.</param>
internal sealed partial class ClockWatch(Func<ClockReading> read, ClockReading? kept, Action<ClockReading> keep, ILogger<ClockWatch> logger)
{
    /// <summary>What a machine that is down over a weekend comes back with.</summary>
    private static readonly TimeSpan Jump = TimeSpan.FromDays(4);

    private static readonly TimeSpan Hold = TimeSpan.FromDays(1);

    private ClockReading? _last = kept;
    private ClockReading? _doubted;
    private volatile string? _doubt;

    /// <summary>Why nothing is dropped for its age, with what to do; null while the clock is believed.</summary>
    public string? Doubt => _doubt;

    public void Look()
    {
        var now = read();
        var ahead = _last is { } last ? now.Clock - last.At(now) : TimeSpan.Zero;
        if (_doubted is null && ahead > Jump)
        {
            _doubted = now;
            _doubt = string.Create(
                CultureInfo.InvariantCulture,
                $"The clock says {now.Clock:yyyy-MM-dd HH:mm} UTC and went ahead by {ahead.TotalDays:0} days: nothing is dropped for its age for a day. If it is right, dispatch gc does it now; else set it (timedatectl set-ntp true).");
            LogAhead(logger, now.Clock, (long)ahead.TotalDays);
        }
        else if (_doubted is { } since && (ahead < -Jump || now.Boot != since.Boot || now.Uptime - since.Uptime >= Hold))
        {
            Trust();
        }

        if (_doubted is null)
        {
            keep(now);
        }

        _last = now;
    }

    /// <summary>A person has what is too old dropped, by this clock.</summary>
    public void Believe()
    {
        Trust();
        _last = read();
        keep(_last);
    }

    private void Trust() => (_doubted, _doubt) = (null, null);

    [LoggerMessage(EventId = 115, Level = LogLevel.Warning, Message = "The clock says {Clock} and went ahead by {Days} days: no output is dropped for its age for a day, or until dispatch gc")]
    private static partial void LogAhead(ILogger logger, DateTimeOffset clock, long days);
}
