using System.Globalization;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Attach;

public class FlowTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    [Fact]
    public async Task A_client_that_acknowledges_nothing_gets_one_window_and_holds_nobody_up()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync("read go; yes; sleep 1");
        await using var silent = await AttachedTestClient.ConnectAsync(
            runner, session.Id, new AttachRequest { Window = AttachProtocol.MinimumWindow }, runner.Token(), acknowledges: false);
        await using var reader = await runner.AttachAsync(session.Id);
        await reader.TypeAsync("\r");
        var before = ResidentBytes(runner.Pid);
        await reader.UntilAsync(() => reader.Position.Seq > 400 ? reader : null);

        Assert.InRange(silent.Bytes.Length, 1, AttachProtocol.MinimumWindow + (64 * 1024));
        // Most of it is code that is compiled meanwhile, and what a collection leaves for the next one.
        Assert.InRange(ResidentBytes(runner.Pid) - before, long.MinValue, 80 * 1024 * 1024);
        await reader.TypeAsync("\x03");
        await reader.UntilTextAsync("^C");
    }

    [Fact]
    public async Task A_client_that_acknowledges_late_goes_on_from_the_log_without_a_hole()
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync("stty -opost; seq 1 200000");
        await using var late = await AttachedTestClient.ConnectAsync(
            runner, session.Id, new AttachRequest { Window = AttachProtocol.MinimumWindow }, runner.Token(), acknowledges: false);
        await using (var quick = await runner.AttachAsync(session.Id))
        {
            await quick.UntilAsync(EventTypes.SessionExited);
        }

        while (!late.Messages.OfType<EventMessage>().Any(message => message.Type == EventTypes.SessionExited))
        {
            var position = late.Position;
            await late.SendAsync(new Ack(position.Seq));
            await late.UntilAsync(() => late.Position != position ? late : null);
        }

        Assert.Equal(string.Concat(Enumerable.Range(1, 200_000).Select(number => $"{number}\n")), late.Text);
    }

    [Fact]
    public async Task Input_is_confirmed_once_written()
    {
        var runner = shared.Runner;
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/cat"] });
        await using var client = await runner.AttachAsync(session.Id);
        await client.TypeAsync("a");
        await client.TypeAsync("b");
        await client.UntilAsync<Written>(written => written.Id == 2);
        await client.UntilTextAsync("ab");
    }

    [Fact]
    public async Task The_size_follows_whoever_typed_last_and_all_are_told()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/sh"] });
        await using var wide = await runner.AttachAsync(session.Id, new AttachRequest { Cols = 120, Rows = 40 });
        await using var narrow = await runner.AttachAsync(session.Id, new AttachRequest { Cols = 60, Rows = 20 });
        await wide.TypeAsync("stty size\r");
        await wide.UntilTextAsync("40 120");

        await narrow.TypeAsync("stty size\r");
        await narrow.UntilTextAsync("20 60");
        await wide.UntilAsync<EventMessage>(message =>
            message.Type == EventTypes.TerminalResized && message.Data!.Value.GetProperty("cols").GetInt32() == 60);

        await wide.SendAsync(new Resize(90, 30));
        await narrow.SendAsync(new Resize(70, 25));
        await narrow.TypeAsync("stty size\r");
        await narrow.UntilTextAsync("25 70");
        Assert.DoesNotContain("30 90", narrow.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_only_reads_changes_nothing()
    {
        var runner = shared.Runner;
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/cat"] });
        await using var byWish = await runner.AttachAsync(session.Id, new AttachRequest { ReadOnly = true, Cols = 10, Rows = 10 });
        await using var byToken = await runner.AttachAsync(session.Id, null, ["session.read"]);
        await byWish.TypeAsync("x");
        await byToken.TypeAsync("x");
        Assert.Equal("attach.read-only", (await byWish.UntilAsync<Fault>()).Code);
        Assert.Equal("attach.read-only", (await byToken.UntilAsync<Fault>()).Code);
        var info = await runner.GetAsync(session.Id);
        Assert.Equal((80, 24), (info.Cols, info.Rows));
    }

    [Fact]
    public async Task Typing_into_an_ended_session_is_refused_and_the_connection_goes_on()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync("exit");
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(EventTypes.SessionExited);
        await client.TypeAsync("x");
        Assert.Equal("session.not-running", (await client.UntilAsync<Fault>()).Code);
        await client.SendAsync(new Ping(5));
        await client.UntilAsync<Pong>(pong => pong.Id == 5);
    }

    private static long ResidentBytes(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
