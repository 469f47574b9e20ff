using System.Diagnostics;
using System.Text;
using Dispatch.Runner.Keeper;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Tests.Keeper;

public sealed class OutputTests
{
    [Fact]
    public async Task NULs_and_invalid_UTF8_come_byte_for_byte_and_go_in_so_too()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var cat = await keeper.ShellAsync("stty raw -echo; echo ready; exec cat");
        await cat.UntilTextAsync("ready\n");
        var bytes = new byte[50_000];
        new Random(1).NextBytes(bytes);
        Enumerable.Range(0, 256).Select(value => (byte)value).ToArray().CopyTo(bytes, 0);
        keeper.Client.Write(cat.Key, 1, bytes);
        await cat.UntilAsync("all came back", followed => followed.Received() == "ready\n".Length + bytes.Length);
        Assert.Equal(bytes, cat.Bytes()["ready\n".Length..]);
    }

    [Fact]
    public async Task What_many_on_pipes_say_of_their_own_accord_comes_together_and_whole()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var since = Stopwatch.GetTimestamp();
        var talkers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => keeper.ShellAsync("for i in $(seq 300); do echo word $i; sleep 0.002; done", pty: false)));
        foreach (var talker in talkers)
        {
            Assert.Equal(new ExitStatus(0, null), await talker.UntilExitAsync());
            Assert.Equal(string.Concat(Enumerable.Range(1, 300).Select(i => $"word {i}\n")), talker.Text);
        }

        // Forty times a second of each, and once more for its end.
        var beats = Stopwatch.GetElapsedTime(since).TotalSeconds * 40;
        Assert.All(talkers, talker => Assert.InRange(talker.Pieces, 1, beats + 2));
    }

    [Fact]
    public async Task What_a_program_on_pipes_answers_waits_for_nobody()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var cat = await keeper.ShellAsync("exec cat", pty: false);
        var waits = new List<TimeSpan>();
        for (var round = 1; round <= 60; round++)
        {
            var since = Stopwatch.GetTimestamp();
            cat.Type($"{round}\n", (uint)round);
            await cat.UntilTextAsync($"{round}\n");
            waits.Add(Stopwatch.GetElapsedTime(since));
        }

        // One that waited for the beat would take 25 ms each time: it begins right after the one before.
        waits.Sort();
        Assert.InRange(waits[waits.Count / 4].TotalMilliseconds, 0, 15);
    }

    [Fact]
    public async Task What_a_process_prints_right_before_its_end_is_never_lost()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        for (var round = 0; round < 15; round++)
        {
            var shells = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => keeper.RunAsync(i % 3 > 0, 80, 24, "/usr/bin/seq", "1", "1200")));
            foreach (var shell in shells)
            {
                Assert.Equal(new ExitStatus(0, null), await shell.UntilExitAsync());
                Assert.Equal(string.Concat(Enumerable.Range(1, 1200)), shell.Text.ReplaceLineEndings(""));
                keeper.Client.Collect(shell.Key);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_exit_is_told_although_a_child_in_the_background_still_holds_the_streams(bool pty)
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shell = await keeper.ShellAsync("setsid sh -c 'echo $$; exec sleep 100' & read go; exit 5", pty);
        await shell.UntilTextAsync("\n");
        using var child = ProcessHandle.TryOpen(int.Parse(shell.Text));
        shell.Type("go\n");
        Assert.Equal(new ExitStatus(5, null), await shell.UntilExitAsync());
        Assert.NotNull(child);
        Assert.False(child.WaitForExit(TimeSpan.Zero));
        child.Send(Signals.Kill);
    }

    [Fact]
    public async Task An_exit_is_told_although_a_child_in_the_background_never_stops_printing()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shell = await keeper.ShellAsync("setsid sh -c 'echo $$; exec yes' & read go; exit 5");
        await shell.UntilTextAsync("y\r\n");
        using var child = ProcessHandle.TryOpen(int.Parse(shell.Text.Split('\n')[0]))!;
        shell.Type("go\n");
        Assert.Equal(new ExitStatus(5, null), await shell.UntilExitAsync());
        keeper.Client.Collect(shell.Key);
        Assert.True(child.WaitForExit(TimeSpan.FromSeconds(10)), "collecting closes the terminal, and whoever writes to it is told so");
    }

    [Fact]
    public async Task A_full_buffer_stops_the_reading_and_an_acknowledgement_lets_it_go_on()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var seq = await keeper.ShellAsync("exec seq 1 200000", acknowledging: false);
        await seq.UntilAsync("the buffer is full", followed => followed.Received() >= KeeperProtocol.OutputCapacity);
        var kept = Assert.Single(await keeper.Client.ListAsync(KeeperFixture.Patience));
        Assert.InRange(kept.Streams[0].End - kept.Streams[0].Acknowledged, 0, KeeperProtocol.OutputCapacity);
        Assert.Null(kept.Exit);

        seq.Acknowledging = true;
        seq.Commit();
        Assert.Equal(new ExitStatus(0, null), await seq.UntilExitAsync());
        Assert.Equal(Sequence(200000), seq.Text);
    }

    [Fact]
    public async Task A_runner_whose_log_has_all_of_a_full_buffer_goes_on_though_the_last_one_acknowledged_none_of_it()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var seq = await keeper.ShellAsync("exec seq 1 200000", acknowledging: false);
        await seq.UntilAsync("the buffer is full", followed => followed.Received() == KeeperProtocol.OutputCapacity);
        await keeper.ReconnectAsync();

        var rest = keeper.Recorder.Follow(seq.Key, seq.Pid, keeper.Client, KeeperProtocol.OutputCapacity, 0);
        keeper.Client.Subscribe(seq.Key, [KeeperProtocol.OutputCapacity]);
        Assert.Equal(new ExitStatus(0, null), await rest.UntilExitAsync());
        Assert.Equal(Sequence(200000), seq.Text + rest.Text);
    }

    [Fact]
    public async Task A_process_that_ends_with_a_full_buffer_costs_the_keeper_nothing_and_loses_nothing()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var head = await keeper.ShellAsync($"exec head -c {KeeperProtocol.OutputCapacity + 3000} /dev/zero", acknowledging: false);
        await head.UntilAsync("the buffer is full", followed => followed.Received() == KeeperProtocol.OutputCapacity);
        var cpu = ProcessorTicks(keeper);
        await (await keeper.ShellAsync("exec sleep 0.5")).UntilExitAsync();
        Assert.All(await keeper.Client.ListAsync(KeeperFixture.Patience), process => Assert.Equal(process.Key == head.Key, process.Exit is null));
        Assert.InRange(ProcessorTicks(keeper) - cpu, 0, 10);
        head.Acknowledging = true;
        head.Commit();
        Assert.Equal(new ExitStatus(0, null), await head.UntilExitAsync());
        Assert.Equal(KeeperProtocol.OutputCapacity + 3000, head.Received());
    }

    [Fact]
    public async Task A_runner_that_comes_back_again_and_again_gets_every_byte_of_a_flood_once()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var random = new Random(20260);
        const int last = 2_600_000;
        var seq = await keeper.RunAsync(true, 80, 24, "/usr/bin/seq", "1", $"{last}");
        var whole = new MemoryStream();
        for (var life = 0; life < 12; life++)
        {
            var until = seq.Received() + random.Next(1, 3_000_000);
            await seq.UntilAsync("some more came", followed => followed.Received() >= until || followed.Exit is not null);
            await keeper.ReconnectAsync();

            // What the dead runner had received may be more than it acknowledged; the next one's log ends somewhere between the two.
            var kept = Assert.Single(await keeper.Client.ListAsync(KeeperFixture.Patience)).Streams[0];
            var received = seq.Bytes();
            Assert.InRange(kept.Acknowledged, whole.Length, whole.Length + received.Length);
            var logged = random.NextInt64(kept.Acknowledged, whole.Length + received.Length + 1);
            whole.Write(received, 0, (int)(logged - whole.Length));
            seq = keeper.Recorder.Follow(seq.Key, seq.Pid, keeper.Client, logged, 0);
            keeper.Client.Subscribe(seq.Key, [logged]);
        }

        Assert.Equal(new ExitStatus(0, null), await seq.UntilExitAsync());
        whole.Write(seq.Bytes());
        Assert.Equal(Sequence(last), Encoding.ASCII.GetString(whole.GetBuffer(), 0, (int)whole.Length));
        Assert.InRange(whole.Length, 20_000_000, 30_000_000);
    }

    [Fact]
    public async Task An_exit_without_a_runner_is_told_to_the_next_one_until_it_is_collected()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shell = await keeper.ShellAsync("read x; echo bye; exit 9");
        shell.Type("go\r");
        await shell.UntilExitAsync();
        for (var life = 0; life < 2; life++)
        {
            await keeper.ReconnectAsync();
            Assert.Equal(new ExitStatus(9, null), Assert.Single(await keeper.Client.ListAsync(KeeperFixture.Patience)).Exit);
            shell = keeper.Recorder.Follow(shell.Key, shell.Pid, keeper.Client, shell.Received(), 0);
            keeper.Client.Subscribe(shell.Key, [shell.Received()]);
            Assert.Equal(new ExitStatus(9, null), await shell.UntilExitAsync());
        }

        keeper.Client.Collect(shell.Key);
        Assert.Empty(await keeper.Client.ListAsync(KeeperFixture.Patience));
    }

    private static string Sequence(int last)
    {
        var text = new StringBuilder();
        for (var i = 1; i <= last; i++)
        {
            text.Append(i).Append("\r\n");
        }

        return text.ToString();
    }

    private static long ProcessorTicks(KeeperFixture keeper)
    {
        var fields = File.ReadAllText($"/proc/{keeper.Client.KeeperPid}/stat").Split(") ")[^1].Split(' ');
        return long.Parse(fields[11]) + long.Parse(fields[12]);
    }
}
