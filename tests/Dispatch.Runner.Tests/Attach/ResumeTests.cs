using Dispatch.Protocol.Attach;
using Dispatch.Runner.Attach;

namespace Dispatch.Runner.Tests.Attach;

public class ResumeTests
{
    private static readonly AttachRequest Fresh = new(), Tail = new() { Tail = true };

    [Fact]
    public void Nothing_asked_for_starts_at_the_oldest() => Assert.Equal(new Resume(40, "first"), Resume.Decide(Fresh, 1, 100, 40, 40));

    [Fact]
    public void A_snapshot_spares_a_fresh_client_the_past_and_takes_nothing_from_one_that_was_there()
    {
        Assert.Equal(new Resume(80, "first"), Resume.Decide(Fresh, 1, 100, 40, 80));
        Assert.Equal(new Resume(60, null), Resume.Decide(new AttachRequest { From = new Position(1, 60) }, 1, 100, 40, 80));
    }

    [Fact]
    public void A_tail_starts_at_the_head() => Assert.Equal(new Resume(100, null), Resume.Decide(Tail, 1, 100, 40, 40));

    [Theory]
    [InlineData(1, 40, 40, null)]
    [InlineData(1, 70, 70, null)]
    [InlineData(1, 100, 100, null)]
    [InlineData(1, 39, 40, "pruned")]
    [InlineData(1, 101, 40, "ahead")]
    [InlineData(2, 70, 40, "epoch")]
    [InlineData(0, 101, 40, "epoch")]
    public void A_position_goes_on_or_says_why_not(int epoch, long seq, long after, string? gap) =>
        Assert.Equal(new Resume(after, gap), Resume.Decide(new AttachRequest { From = new Position(epoch, seq) }, 1, 100, 40, 40));
}
