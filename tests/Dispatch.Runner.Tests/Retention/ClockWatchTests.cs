using Dispatch.Runner.Retention;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dispatch.Runner.Tests.Retention;

public sealed class ClockWatchTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private ClockReading _now = new("boot-1", TimeSpan.FromHours(5), Begin);
    private ClockReading? _kept;

    [Fact]
    public void A_clock_that_goes_as_the_machine_does_is_believed_however_long_nobody_looked()
    {
        var watch = Watch();
        Pass(TimeSpan.FromDays(90));
        watch.Look();

        Assert.Null(watch.Doubt);
        Assert.Equal(_now, _kept);
    }

    [Fact]
    public void One_that_went_ahead_is_named_and_believed_after_a_day()
    {
        var watch = Watch();
        Pass(TimeSpan.FromHours(1), ahead: TimeSpan.FromDays(3650));
        watch.Look();
        Assert.Contains("went ahead by 3650 days", watch.Doubt, StringComparison.Ordinal);
        Assert.Contains("dispatch gc", watch.Doubt, StringComparison.Ordinal);
        Assert.Equal(Begin, _kept!.Clock);

        Pass(TimeSpan.FromHours(23));
        watch.Look();
        Assert.NotNull(watch.Doubt);
        Pass(TimeSpan.FromHours(1));
        watch.Look();
        Assert.Null(watch.Doubt);
    }

    [Fact]
    public void One_that_is_set_right_again_is_believed_at_once()
    {
        var watch = Watch();
        Pass(TimeSpan.FromHours(1), ahead: TimeSpan.FromDays(30));
        watch.Look();
        Pass(TimeSpan.FromHours(1), ahead: TimeSpan.FromDays(-30));
        watch.Look();

        Assert.Null(watch.Doubt);
        Assert.Equal(_now, _kept);
    }

    [Fact]
    public void The_runner_after_it_doubts_it_too()
    {
        var watch = Watch();
        Pass(TimeSpan.FromHours(1), ahead: TimeSpan.FromDays(30));
        watch.Look();
        Pass(TimeSpan.FromHours(1));

        Assert.NotNull(Watch().Doubt);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(5, true)]
    public void After_a_boot_nobody_knows_how_long_the_machine_was_down_and_a_weekend_is_nothing(int days, bool doubted)
    {
        Watch();
        _now = new ClockReading("boot-2", TimeSpan.FromMinutes(1), _now.Clock + TimeSpan.FromDays(days));

        Assert.Equal(doubted, Watch().Doubt is not null);
    }

    [Fact]
    public void A_person_that_drops_what_is_old_believes_it()
    {
        var watch = Watch();
        Pass(TimeSpan.FromHours(1), ahead: TimeSpan.FromDays(30));
        watch.Look();
        watch.Believe();
        Pass(TimeSpan.FromHours(1));
        watch.Look();

        Assert.Null(watch.Doubt);
        Assert.Equal(_now, _kept);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("boot 1")]
    [InlineData("boot one two")]
    public void What_is_no_reading_is_none(string? text) => Assert.Null(ClockReading.Parse(text));

    [Fact]
    public void A_reading_is_read_back() => Assert.Equal(_now, ClockReading.Parse(_now.ToString()));

    // As a runner that begins.
    private ClockWatch Watch()
    {
        var watch = new ClockWatch(() => _now, _kept, reading => _kept = reading, NullLogger<ClockWatch>.Instance);
        watch.Look();
        return watch;
    }

    private void Pass(TimeSpan span, TimeSpan ahead = default) => _now = _now with { Uptime = _now.Uptime + span, Clock = _now.Clock + span + ahead };
}
