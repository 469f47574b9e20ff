using System.Globalization;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Retention;

/// <summary>What the clock said, and how long the machine had been up then: that goes on with it asleep, and no clock can move it.</summary>
/// <param name="Boot">Which time of the machine's being up it was.</param>
internal sealed record ClockReading(string Boot, TimeSpan Uptime, DateTimeOffset Clock)
{
    public static ClockReading Take(TimeProvider time) => new(ThisProcess.BootId(), ThisProcess.MachineUptime(), time.GetUtcNow());

    /// <summary>What a clock would say now at the least, if it was right then: how long a machine was down nobody knows.</summary>
    public DateTimeOffset At(ClockReading now) => Clock + (now.Boot == Boot ? now.Uptime - Uptime : now.Uptime);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Boot} {(long)Uptime.TotalSeconds} {Clock.ToUnixTimeSeconds()}");

    /// <returns>Null for what isn't one.</returns>
    public static ClockReading? Parse(string? text) =>
        text?.Split(' ') is [var boot, var uptime, var clock]
        && long.TryParse(uptime, NumberStyles.None, CultureInfo.InvariantCulture, out var up)
        && long.TryParse(clock, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var said)
            ? new ClockReading(boot, TimeSpan.FromSeconds(up), DateTimeOffset.FromUnixTimeSeconds(said))
            : null;
}
