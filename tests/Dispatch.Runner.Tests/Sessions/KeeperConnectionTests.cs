using System.Diagnostics;
using System.Net.Sockets;
using Dispatch.Protocol;
using Dispatch.Runner.Keeper;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Tests.Sessions;

public class KeeperConnectionTests
{
    private const int HelloSize = 11, ListSize = 9;

    [Fact]
    public async Task What_cant_be_worked_on_ends_the_connection_and_not_the_runner()
    {
        await using var runner = await RunnerFixture.StartAsync();
        await runner.StopRunnerAsync();
        using (var keeper = ProcessHandle.TryOpen(LockFile.Holder(runner.Data.KeeperLock)!.Value))
        {
            keeper!.Send(Signals.Terminate);
            Assert.True(keeper.WaitForExit(TimeSpan.FromSeconds(10)));
        }

        using var held = await LockFile.TryTakeAsync(runner.Data.KeeperLock, TimeProvider.System, RunnerFixture.Patience);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(runner.Data.KeeperSocket));
        listener.Listen();
        var restarted = runner.StartRunnerAsync();
        using (var lying = await GreetAsync(listener))
        {
            // A list of more processes than there can be.
            await lying.SendAsync(Listed(-1), RunnerFixture.Patience);
            await UntilClosedAsync(lying);
        }

        using (var broken = await GreetAsync(listener))
        {
            await broken.SendAsync(Listed(0), RunnerFixture.Patience);
            await broken.SendAsync((byte[])[0xff, 0xff, 0xff, 0xff, 0], RunnerFixture.Patience);
            await UntilClosedAsync(broken);
        }

        using var third = await GreetAsync(listener);
        await third.SendAsync(Listed(0), RunnerFixture.Patience);
        await restarted;
        using var http = runner.Client(runner.Token());
        Assert.Equal(System.Net.HttpStatusCode.OK, (await http.GetAsync("/healthz", RunnerFixture.Patience)).StatusCode);
    }

    [Fact]
    public async Task A_keeper_that_cant_be_used_is_tried_again_by_one_alone_and_ever_less_often()
    {
        await using var runner = await RunnerFixture.StartAsync();
        await runner.StopRunnerAsync();
        using (var keeper = ProcessHandle.TryOpen(LockFile.Holder(runner.Data.KeeperLock)!.Value))
        {
            keeper!.Send(Signals.Terminate);
            Assert.True(keeper.WaitForExit(TimeSpan.FromSeconds(10)));
        }

        using var held = await LockFile.TryTakeAsync(runner.Data.KeeperLock, TimeProvider.System, RunnerFixture.Patience);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(runner.Data.KeeperSocket));
        listener.Listen();
        var hello = new FrameBuffer(64);
        hello.Begin(FrameType.Hello).Put(KeeperProtocol.Magic).Put((ushort)(KeeperProtocol.Version + 1)).Put(1).Put("another").End();
        var restarted = runner.StartRunnerAsync();
        var since = 0L;
        for (var attempt = 0; attempt < 6; attempt++)
        {
            using var connection = await listener.AcceptAsync(RunnerFixture.Patience);
            since = attempt == 1 ? Stopwatch.GetTimestamp() : since;
            await connection.SendAsync(hello.Bytes.ToArray(), RunnerFixture.Patience);
            while (await connection.ReceiveAsync(new byte[64], RunnerFixture.Patience) > 0)
            {
            }
        }

        // 0.1, 0.2, 0.4 and 0.8 seconds between one alone's attempts from the second on.
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.FromSeconds(1.4), TimeSpan.FromSeconds(30));
        await restarted;
        var (status, body) = await runner.SendAsync(HttpMethod.Post, "/api/workspaces/default/sessions", "{}");
        Assert.Equal(503, status);
        Assert.Contains("keeper.unavailable", body, StringComparison.Ordinal);
    }

    private static async Task<Socket> GreetAsync(Socket listener)
    {
        var connection = await listener.AcceptAsync(RunnerFixture.Patience);
        var hello = new FrameBuffer(64);
        hello.Begin(FrameType.Hello).Put(KeeperProtocol.Magic).Put((ushort)KeeperProtocol.Version).Put(1).Put("another").End();
        await connection.SendAsync(hello.Bytes.ToArray(), RunnerFixture.Patience);

        // Its own greeting, and then the question for what there is, which alone may be answered.
        var asked = new byte[HelloSize + ListSize];
        for (var length = 0; length < asked.Length;)
        {
            length += await connection.ReceiveAsync(asked.AsMemory(length), RunnerFixture.Patience);
        }

        return connection;
    }

    private static byte[] Listed(int count)
    {
        var frame = new FrameBuffer(64);
        frame.Begin(FrameType.Listed).Put(1u).Put(count).End();
        return frame.Bytes.ToArray();
    }

    private static async Task UntilClosedAsync(Socket connection)
    {
        while (await connection.ReceiveAsync(new byte[1024], RunnerFixture.Patience) > 0)
        {
        }
    }
}
