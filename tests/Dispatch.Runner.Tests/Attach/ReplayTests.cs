using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Attach;

public class ReplayTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    [Fact]
    public async Task Two_clients_see_the_same_bytes()
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync("read go; seq 1 20000; exit");
        await using var one = await runner.AttachAsync(session.Id);
        await using var two = await runner.AttachAsync(session.Id);
        await one.TypeAsync("go\r");
        await one.UntilAsync(EventTypes.SessionExited);
        await two.UntilAsync(EventTypes.SessionExited);
        Assert.Equal(one.Bytes, two.Bytes);
        Assert.Contains("\r\n20000\r\n", one.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NULs_and_invalid_UTF8_arrive_byte_for_byte()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var file = Path.Combine(runner.Data.Root, "bytes");
        var bytes = Enumerable.Range(0, 100_000).Select(number => (byte)(number * 7)).ToArray();
        await File.WriteAllBytesAsync(file, bytes);
        var session = await runner.ShellAsync($"stty raw; cat {file}");
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(EventTypes.SessionExited);
        Assert.Equal(bytes, client.Bytes);
    }

    [Fact]
    public async Task A_client_cut_off_again_and_again_in_20_MB_loses_no_byte_and_gets_none_twice()
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync("stty -opost; seq 1 2700000");
        var random = new Random(4711);
        var received = new MemoryStream();
        Position? position = null;
        for (var cut = 0; ; cut++)
        {
            await using var client = await runner.AttachAsync(session.Id, new AttachRequest { From = position });
            var enough = random.Next(100_000, 6_000_000);
            await client.UntilAsync(() => client.Bytes.Length > enough || Exited(client) ? client : null);
            client.Cut();
            await client.UntilClosedAsync();
            received.Write(client.Bytes);
            position = client.Position;
            Assert.Equal(cut == 0 ? 1 : 0, client.Messages.OfType<Gap>().Count());
            if (Exited(client))
            {
                break;
            }
        }

        var expected = string.Concat(Enumerable.Range(1, 2_700_000).Select(number => $"{number}\n"));
        Assert.Equal(expected.Length, received.Length);
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(received.ToArray()));
    }

    [Fact]
    public async Task A_first_attach_starts_with_a_gap_and_tells_when_it_is_live()
    {
        var runner = shared.Runner;
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/cat"], Cols = 100, Rows = 30 });
        await using var client = await runner.AttachAsync(session.Id);
        var live = await client.UntilAsync<Live>();
        var gap = Assert.Single(client.Messages.OfType<Gap>());
        Assert.Equal(("first", 1L, 100, 30), (gap.Reason, gap.First, gap.Cols, gap.Rows));
        Assert.Equal(client.Messages.OfType<Attached>().Single().Head, live.Seq);
    }

    [Fact]
    public async Task A_tail_starts_with_what_happens_now()
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync("echo before; read go; echo after; sleep 600");
        await using var first = await runner.AttachAsync(session.Id);
        await first.UntilTextAsync("before");
        await using var tail = await runner.AttachAsync(session.Id, new AttachRequest { Tail = true });
        await tail.UntilAsync<Live>();
        await first.TypeAsync("\r");
        await tail.UntilTextAsync("after");
        Assert.DoesNotContain("before", tail.Text, StringComparison.Ordinal);
        Assert.Empty(tail.Messages.OfType<Gap>());
    }

    [Theory]
    [InlineData(2, 3, "epoch")]
    [InlineData(1, 1_000_000, "ahead")]
    public async Task A_position_that_means_nothing_here_gets_a_gap_and_the_whole_past(int epoch, long seq, string reason)
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync("echo whole; sleep 600");
        await using var client = await runner.AttachAsync(session.Id, new AttachRequest { From = new Position(epoch, seq) });
        await client.UntilTextAsync("whole");
        Assert.Equal(reason, client.Messages.OfType<Gap>().Single().Reason);
    }

    [Fact]
    public async Task Past_its_cap_the_oldest_output_goes_positions_stay_and_a_client_from_before_is_told()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"outputBytes":1048576}}""");
        var session = await runner.ShellAsync("read go; stty -opost; seq 1 1000000");
        await using (var all = await runner.AttachAsync(session.Id, new AttachRequest { Tail = true }))
        {
            await all.TypeAsync("\r");
            await all.UntilAsync(EventTypes.SessionExited);
        }

        await using var client = await runner.AttachAsync(session.Id, new AttachRequest { From = new Position(1, 3) });
        await client.UntilAsync(EventTypes.SessionExited);
        var gap = client.Messages.OfType<Gap>().First();
        Assert.Equal("pruned", gap.Reason);
        Assert.True(gap.First > 4);
        Assert.InRange(client.Bytes.Length, 500_000, 1_048_576);
        Assert.EndsWith("999999\n1000000\n", client.Text, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(runner.Data.WorkspaceLog("default")).Length, 0, 8 * 1_048_576);
    }

    [Fact]
    public async Task An_older_copy_of_the_log_gets_a_new_epoch_and_never_a_silent_jump()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync("echo one; read go; echo two; read go; echo three; sleep 600");
        Position before;
        var copy = Path.Combine(runner.Data.Root, "copy.db");
        await using (var client = await runner.AttachAsync(session.Id))
        {
            await client.UntilTextAsync("one");
            await runner.StopRunnerAsync();
            File.Copy(runner.Data.WorkspaceLog("default"), copy);
        }

        await runner.StartRunnerAsync();
        await using (var client = await runner.AttachAsync(session.Id))
        {
            await client.TypeAsync("\r");
            await client.UntilTextAsync("two");
            before = client.Position;
        }

        await runner.StopRunnerAsync();
        File.Copy(copy, runner.Data.WorkspaceLog("default"), overwrite: true);
        await runner.StartRunnerAsync();

        await using var after = await runner.AttachAsync(session.Id, new AttachRequest { From = before });
        await after.TypeAsync("\r");
        await after.UntilTextAsync("three");
        var gap = after.Messages.OfType<Gap>().Single();
        Assert.Equal("epoch", gap.Reason);
        Assert.True(gap.Epoch > before.Epoch);
        Assert.Equal(gap.Epoch, after.Position.Epoch);
        await using var resumed = await runner.AttachAsync(session.Id, new AttachRequest { From = after.Position });
        await resumed.UntilAsync<Live>();
        Assert.Empty(resumed.Messages.OfType<Gap>());
        Assert.Contains("one", after.Text, StringComparison.Ordinal);
        Assert.Equal(session.Pid, (await runner.GetAsync(session.Id)).Pid);
    }

    [Fact]
    public async Task An_older_copy_of_the_log_is_noticed_without_a_keeper_that_remembers()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync("echo one");
        await using (var client = await runner.AttachAsync(session.Id))
        {
            await client.UntilAsync(EventTypes.SessionExited);
        }

        await runner.StopRunnerAsync();
        var copy = await File.ReadAllBytesAsync(runner.Data.WorkspaceLog("default"));
        await runner.StartRunnerAsync();
        await runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/sessions/{session.Id}/restart");
        await runner.StopRunnerAsync();
        await File.WriteAllBytesAsync(runner.Data.WorkspaceLog("default"), copy);
        await runner.StartRunnerAsync();
        Assert.Equal(2, (await runner.GetAsync(session.Id)).Epoch);

        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        Assert.Equal(2, (await runner.GetAsync(session.Id)).Epoch);
    }

    private static bool Exited(AttachedTestClient client) =>
        client.Messages.OfType<EventMessage>().Any(message => message.Type == EventTypes.SessionExited);
}
