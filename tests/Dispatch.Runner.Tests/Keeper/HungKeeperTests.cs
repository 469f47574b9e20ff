using Dispatch.Runner.Keeper;
using Dispatch.Runner.Native;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Runner.Tests.Keeper;

public sealed class HungKeeperTests
{
    private const int Stop = 19;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_keeper_that_hangs_is_named_and_given_up_instead_of_waited_for(bool spawning)
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shell = await keeper.ShellAsync("read go; echo still here");
        var time = new ManualTime();
        using var client = await KeeperClient.ConnectAsync(keeper.Folder, new Recorder(), time, KeeperFixture.Patience);
        using var process = ProcessHandle.TryOpen(client.KeeperPid)!;
        process.Send(Stop);

        var asked = spawning
            ? client.SpawnAsync(KeeperFixture.Request(Guid.NewGuid(), true, 80, 24, "/bin/cat"), KeeperFixture.Patience)
            : (Task)client.ListAsync(KeeperFixture.Patience);
        while (!asked.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(10);
        }

        var said = await Assert.ThrowsAsync<KeeperException>(() => asked);
        await client.Over.WaitAsync(KeeperFixture.Patience);
        process.Send(Signals.Continue);

        Assert.Contains($"{keeper.Folder.KeeperSocket} doesn't answer (process {client.KeeperPid})", said.Message, StringComparison.Ordinal);
        await keeper.ReconnectAsync();
        Assert.Contains(await keeper.Client.ListAsync(KeeperFixture.Patience), kept => kept.Pid == shell.Pid && kept.Exit is null);
    }

    [Fact]
    public async Task A_keeper_that_takes_nothing_more_is_given_up_by_who_types_too()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shell = await keeper.ShellAsync("read go; echo still here");
        using var client = await KeeperClient.ConnectAsync(keeper.Folder, new Recorder(), TimeProvider.System, KeeperFixture.Patience);
        using var process = ProcessHandle.TryOpen(client.KeeperPid)!;
        process.Send(Stop);

        var typing = Task.Run(() =>
        {
            for (var id = 1u; !client.Over.IsCompleted; id++)
            {
                client.Write(Guid.NewGuid(), id, new byte[KeeperProtocol.MaximumInput]);
            }
        });

        await typing.WaitAsync(KeeperFixture.Patience);
        process.Send(Signals.Continue);
        await keeper.ReconnectAsync();
        Assert.Contains(await keeper.Client.ListAsync(KeeperFixture.Patience), kept => kept.Pid == shell.Pid && kept.Exit is null);
    }

    [Fact]
    public async Task A_keeper_is_not_to_blame_while_this_side_works_on_what_it_sent()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var time = new ManualTime();
        var recorder = new Recorder();
        using var client = await KeeperClient.ConnectAsync(keeper.Folder, recorder, time, KeeperFixture.Patience);
        var key = Guid.NewGuid();
        var started = await client.SpawnAsync(KeeperFixture.Request(key, true, 80, 24, "/bin/sh", "-c", "echo one; read go"), KeeperFixture.Patience);
        using var blocked = new ManualResetEventSlim();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        recorder.Interruption = () =>
        {
            reached.TrySetResult();
            blocked.Wait(KeeperFixture.Patience);
        };
        recorder.Follow(key, started.Pid, client, 0);
        client.Subscribe(key, [0]);
        await reached.Task;

        var asked = client.ListAsync(KeeperFixture.Patience);
        time.Advance(TimeSpan.FromSeconds(60));
        await Task.Delay(50);
        Assert.False(asked.IsCompleted);
        blocked.Set();

        Assert.Contains(await asked, kept => kept.Pid == started.Pid);
        await keeper.ReconnectAsync();
    }
}
