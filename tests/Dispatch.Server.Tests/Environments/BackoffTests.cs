using Dispatch.Server.Environments;

namespace Dispatch.Server.Tests.Environments;

public class BackoffTests
{
    [Fact]
    public void A_runner_that_is_ended_from_outside_is_back_at_once_however_often() =>
        Assert.All(Pauses(TimeSpan.FromSeconds(1), byItself: false), pause => Assert.Equal(TimeSpan.Zero, pause));

    [Fact]
    public void One_that_dies_by_itself_in_seconds_comes_slower_and_slower()
    {
        var pauses = Pauses(TimeSpan.FromSeconds(1.5), byItself: true);
        Assert.Equal(TimeSpan.Zero, pauses[0]);
        Assert.Equal(pauses.Order(), pauses);
        Assert.Equal(Backoff.Longest, pauses[^1]);
    }

    [Fact]
    public void So_does_one_that_never_comes_up() => Assert.Equal(Backoff.Longest, Pauses(TimeSpan.Zero, byItself: false)[^1]);

    [Fact]
    public void A_runner_that_lived_for_long_is_back_at_once_whatever_it_died_of() =>
        Assert.Equal(TimeSpan.Zero, Pauses(TimeSpan.FromMinutes(1), byItself: true)[^1]);

    // As the supervisor counts: what a life made up for, and then the failure itself.
    private static List<TimeSpan> Pauses(TimeSpan life, bool byItself)
    {
        var (failures, pauses) = (0, new List<TimeSpan>());
        for (var death = 0; death < 20; death++)
        {
            failures = Backoff.Forgiven(failures, life, byItself);
            pauses.Add(Backoff.After(failures));
            failures++;
        }

        return pauses;
    }
}
