using Dispatch.Loops;
using Dispatch.Protocol;
using Dispatch.Runner.Disks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dispatch.Runner.Tests.Disks;

public sealed class DiskRoomTests
{
    private const long Gigabyte = 1L << 30;
    private const long Megabyte = 1L << 20;

    private DiskSpace _space = new(50 * Gigabyte, 100 * Gigabyte);
    private int _looks;

    [Fact]
    public async Task What_is_said_of_it_follows_the_room_that_there_is()
    {
        await using var room = Make();
        Assert.Equal((DiskState.Well, null), (Found(room, 50 * Gigabyte), room.Trouble));

        var changed = room.Changed;
        Assert.Equal(DiskState.Low, Found(room, 9 * Gigabyte));
        Assert.True(changed.IsCompleted);
        Assert.Equal(("disk.low", true), (room.Trouble!.Code, room.Trouble.Warning));
        Assert.Contains("9 GB of 100 GB left at /srv", room.Trouble.Detail, StringComparison.Ordinal);
        Assert.Null(room.Refuse());

        changed = room.Changed;
        Assert.Equal(DiskState.Low, Found(room, 8 * Gigabyte));
        Assert.False(changed.IsCompleted);
        Assert.Equal(DiskState.Full, Found(room, 200 * Megabyte));
        Assert.True(changed.IsCompleted);
        Assert.Equal(("disk.full", null), (room.Trouble!.Code, room.Trouble.Warning));
        Assert.Equal(room.Trouble.Detail, room.Refuse()!.Message);
    }

    [Fact]
    public async Task Where_little_is_left_it_is_looked_at_again_before_that_can_be_written()
    {
        await using var room = Make();
        Found(room, 50 * Gigabyte);
        room.Wrote(Gigabyte);
        Assert.Equal(1, _looks);

        Found(room, (256 + 40) * Megabyte);
        room.Wrote(6 * Megabyte);
        Assert.Equal(2, _looks);
        _space = _space with { Free = 200 * Megabyte };
        room.Wrote(6 * Megabyte);
        Assert.Equal((3, true), (_looks, room.IsFull));
    }

    [Fact]
    public async Task A_disk_that_can_not_be_looked_at_is_as_it_was()
    {
        var gone = false;
        await using var room = Make(() => gone ? throw new DriveNotFoundException("Gone.") : _space);
        Assert.Equal(DiskState.Low, Found(room, 9 * Gigabyte));
        gone = true;
        Assert.Equal(DiskState.Low, Found(room, 50 * Gigabyte));
    }

    private DiskRoom Make(Func<DiskSpace>? measure = null) => new(
        new DiskLimits(), "/srv", measure ?? Look, new BackgroundLoops(TimeProvider.System, NullLogger<BackgroundLoops>.Instance), TimeProvider.System,
        NullLogger<DiskRoom>.Instance);

    private DiskSpace Look()
    {
        _looks++;
        return _space;
    }

    private DiskState Found(DiskRoom room, long free)
    {
        _space = _space with { Free = free };
        room.LookNow();
        return room.State;
    }
}
