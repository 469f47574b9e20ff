using System.Buffers.Binary;
using Dispatch.Runner.Keeper;

namespace Dispatch.Runner.Tests.Keeper;

public sealed class ProtocolTests
{
    public static TheoryData<string, byte[]> Nonsense => new()
    {
        { "an HTTP request", "GET / HTTP/1.1\r\n\r\n"u8.ToArray() },
        { "an empty frame", [0, 0, 0, 0] },
        { "a frame longer than allowed", [.. BitConverter.GetBytes(KeeperProtocol.MaximumFrame + 1), 6] },
        { "the longest length there is", [0xff, 0xff, 0xff, 0xff, 6] },
        { "a type that nobody knows", RawClient.Frame((FrameType)99) },
        { "a second hello", RawClient.Hello() },
        { "a write without its fields", RawClient.Frame(FrameType.Write, 1, 2, 3) },
        { "a list with something left over", RawClient.Frame(FrameType.List, 1, 2, 3, 4, 5) },
        { "a resize to nothing", RawClient.Frame(FrameType.Resize, new byte[20]) },
        { "signal 0", RawClient.Frame(FrameType.Signal, new byte[18]) },
        { "signal 65", RawClient.Frame(FrameType.Signal, [.. new byte[16], 65, 0]) },
        { "a subscription to 200 streams", RawClient.Frame(FrameType.Subscribe, [.. new byte[16], 200]) },
        { "a spawn with four billion arguments", RawClient.Frame(FrameType.Spawn, [.. new byte[33], 0xff, 0xff, 0xff, 0xff]) },
        { "an acknowledgement of a stream that isn't", RawClient.Frame(FrameType.Acknowledge, [.. new byte[16], 2, .. new byte[8]]) },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task A_runner_that_talks_nonsense_is_cut_off_and_the_next_one_finds_everything(string what, byte[] bytes)
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shell = await keeper.ShellAsync("read x; echo still here");
        using (var runner = new RawClient(keeper.Folder))
        {
            await runner.SendAsync(RawClient.Hello());
            await runner.SendAsync(bytes);
            await runner.UntilClosedAsync();
        }

        await keeper.ReconnectAsync();
        Assert.Equal(shell.Pid, Assert.Single(await keeper.Client.ListAsync(KeeperFixture.Patience)).Pid);
        Assert.NotEmpty(what);
    }

    [Fact]
    public async Task A_stranger_that_talks_nonsense_or_nothing_disturbs_no_runner()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shell = await keeper.ShellAsync("read x; echo got $x");
        var strangers = Enumerable.Range(0, 20).Select(_ => new RawClient(keeper.Folder)).ToList();
        await strangers[^1].SendAsync(RawClient.Frame(FrameType.Shutdown));
        await strangers[^1].UntilClosedAsync();
        shell.Type("this\r");
        await shell.UntilTextAsync("got this");
        strangers.ForEach(stranger => stranger.Dispose());
    }

    [Fact]
    public async Task A_runner_of_another_version_is_told_the_keepers_and_disturbs_nobody()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        using (var runner = new RawClient(keeper.Folder))
        {
            await runner.SendAsync(RawClient.Hello(KeeperProtocol.Version + 1));
            var hello = await runner.ReceiveAsync(15);
            Assert.Equal(KeeperProtocol.Magic, BinaryPrimitives.ReadUInt32LittleEndian(hello.AsSpan(5)));
            Assert.Equal(KeeperProtocol.Version, BinaryPrimitives.ReadUInt16LittleEndian(hello.AsSpan(9)));
            Assert.Equal(keeper.Client.KeeperPid, BinaryPrimitives.ReadInt32LittleEndian(hello.AsSpan(11)));
            await runner.UntilClosedAsync();
        }

        Assert.Empty(await keeper.Client.ListAsync(KeeperFixture.Patience));
    }

    [Fact]
    public async Task A_newer_runner_replaces_the_older_one()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var first = keeper.Client;
        using var second = await KeeperClient.ConnectAsync(keeper.Folder, new Recorder(), TimeProvider.System, KeeperFixture.Patience);
        await keeper.Recorder.Disconnected.Task.WaitAsync(KeeperFixture.Patience);
        await Assert.ThrowsAsync<KeeperException>(() => first.ListAsync(KeeperFixture.Patience));
        Assert.Empty(await second.ListAsync(KeeperFixture.Patience));
        await keeper.ReconnectAsync();
    }

    [Fact]
    public async Task Random_frames_of_every_type_cut_off_only_whoever_sends_them()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var random = new Random(4711);
        var shell = await keeper.ShellAsync("read x; echo got $x");
        var types = Enum.GetValues<FrameType>().Where(type => type != FrameType.Shutdown).ToArray();
        for (var life = 0; life < 60; life++)
        {
            using var runner = new RawClient(keeper.Folder);
            await runner.SendAsync(RawClient.Hello());
            for (var i = 0; i < 20; i++)
            {
                var fields = new byte[random.Next(0, 80)];
                random.NextBytes(fields);
                await runner.SendAsync(RawClient.Frame(types[random.Next(types.Length)], fields));
            }

            // The last one stops in the middle of a frame.
            await runner.SendAsync([9, 0, 0, 0, (byte)FrameType.List]);
        }

        await keeper.ReconnectAsync();
        Assert.Equal(shell.Pid, Assert.Single(await keeper.Client.ListAsync(KeeperFixture.Patience)).Pid);
        shell = keeper.Recorder.Follow(shell.Key, shell.Pid, keeper.Client);
        keeper.Client.Subscribe(shell.Key, [0]);
        shell.Type("through\r");
        await shell.UntilTextAsync("got through");
    }

    [Fact]
    public async Task A_runner_that_stops_reading_in_the_middle_of_a_flood_holds_nobody_up()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var seq = await keeper.ShellAsync("read x; seq 1 300000");
        using (var runner = new RawClient(keeper.Folder))
        {
            await runner.SendAsync([.. RawClient.Hello(), .. RawClient.Frame(FrameType.Subscribe, [.. seq.Key.ToByteArray(), 1, .. new byte[8]])]);
            await runner.SendAsync(RawClient.Frame(FrameType.Write, [.. seq.Key.ToByteArray(), 1, 0, 0, 0, (byte)'\r']));
            await runner.ReceiveAsync(100_000);
        }

        await keeper.ReconnectAsync();
        seq = keeper.Recorder.Follow(seq.Key, seq.Pid, keeper.Client);
        keeper.Client.Subscribe(seq.Key, [0]);
        Assert.Equal(new ExitStatus(0, null), await seq.UntilExitAsync());
        Assert.EndsWith("\r\n299999\r\n300000\r\n", seq.Text, StringComparison.Ordinal);
    }
}
