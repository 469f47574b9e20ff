using Dispatch.Cli.Attach;
using Dispatch.Cli.Tests.Support;

namespace Dispatch.Cli.Tests.Attach;

public sealed class FrameLimitTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void After_a_pause_a_change_is_painted_at_once_and_the_next_a_sixtieth_of_a_second_later()
    {
        var limit = new FrameLimit(_time);
        Assert.True(limit.Wait <= TimeSpan.Zero);
        limit.Painted();
        Assert.Equal(FrameLimit.Frame, limit.Wait);
        _time.Pass(10);
        Assert.InRange(limit.Wait.TotalMilliseconds, 6, 7);
        _time.Pass(10);
        Assert.True(limit.Wait <= TimeSpan.Zero);
    }

    [Fact]
    public void A_frame_of_the_program_is_painted_when_it_is_whole_or_takes_too_long()
    {
        var limit = new FrameLimit(_time);
        limit.Synchronized(begins: true);
        Assert.Equal(150, limit.Wait.TotalMilliseconds);
        _time.Pass(20);
        limit.Synchronized(begins: true);
        Assert.Equal(130, limit.Wait.TotalMilliseconds);
        limit.Synchronized(begins: false);
        Assert.True(limit.Wait <= TimeSpan.Zero);
        limit.Synchronized(begins: true);
        _time.Pass(150);
        Assert.True(limit.Wait <= TimeSpan.Zero);
    }

    [Fact]
    public void Bells_ring_four_times_a_second_at_most()
    {
        var bells = new Bells(_time);
        Assert.False(bells.Ring());
        bells.Add();
        Assert.True(bells.Ring());
        bells.Add();
        Assert.False(bells.Ring());
        _time.Pass(250);
        Assert.False(bells.Ring());
        bells.Add();
        Assert.True(bells.Ring());
    }
}
