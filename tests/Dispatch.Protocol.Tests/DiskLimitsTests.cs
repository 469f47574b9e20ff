namespace Dispatch.Protocol.Tests;

public sealed class DiskLimitsTests
{
    private const long Megabyte = 1L << 20;
    private const long Gigabyte = 1L << 30;

    [Theory]
    [InlineData(500, 11, DiskState.Well)]
    [InlineData(500, 9, DiskState.Low)]
    [InlineData(500, 0, DiskState.Full)]
    public void A_disk_is_low_below_a_tenth_and_full_below_the_floor(long total, long percent, DiskState state) =>
        Assert.Equal(state, new DiskLimits().Judge(total * Gigabyte / 100 * percent, total * Gigabyte));

    [Fact]
    public void On_a_small_disk_the_floor_is_a_part_of_it()
    {
        var limits = new DiskLimits();
        Assert.Equal(256 * Megabyte, limits.Floor(40 * Gigabyte));
        Assert.Equal(10 * Megabyte, limits.Floor(500 * Megabyte));
        Assert.Equal(DiskState.Well, limits.Judge(60 * Megabyte, 64 * Megabyte));
        Assert.Equal(DiskState.Full, limits.Judge(Megabyte, 64 * Megabyte));
    }

    [Fact]
    public void A_state_is_left_only_with_room_to_spare()
    {
        var limits = new DiskLimits();
        Assert.Equal(DiskState.Full, limits.Judge(300 * Megabyte, 100 * Gigabyte, DiskState.Full));
        Assert.Equal(DiskState.Low, limits.Judge(330 * Megabyte, 100 * Gigabyte, DiskState.Full));
        Assert.Equal(DiskState.Low, limits.Judge(10 * Gigabyte + 1, 100 * Gigabyte, DiskState.Low));
        Assert.Equal(DiskState.Well, limits.Judge(10 * Gigabyte + 1, 100 * Gigabyte));
        Assert.Equal(DiskState.Well, limits.Judge(12 * Gigabyte, 100 * Gigabyte, DiskState.Full));
    }

    [Fact]
    public void Both_can_be_turned_off_and_what_can_not_be_is_named()
    {
        var off = new DiskLimits { LowPercent = 0, FloorBytes = 0 };
        Assert.Equal(DiskState.Well, off.Judge(0, 100 * Gigabyte));
        Assert.Null(off.Fault());
        Assert.Contains("disk.lowPercent", new DiskLimits { LowPercent = 101 }.Fault(), StringComparison.Ordinal);
        Assert.Contains("disk.floorBytes", new DiskLimits { FloorBytes = -1 }.Fault(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5L << 30, "5 GB")]
    [InlineData(3_328_599_655, "3.1 GB")]
    [InlineData(256L << 20, "256 MB")]
    [InlineData(2048, "2 kB")]
    public void A_size_reads_in_the_unit_that_fits(long bytes, string text) => Assert.Equal(text, ByteSize.Text(bytes));
}
