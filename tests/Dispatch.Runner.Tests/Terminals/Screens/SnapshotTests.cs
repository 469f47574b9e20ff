using System.Buffers;
using System.Diagnostics;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;
using Dispatch.Terminal;

namespace Dispatch.Runner.Tests.Terminals.Screens;

public class SnapshotTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    private static readonly AttachRequest Snapshots = new() { Features = [AttachProtocol.SnapshotFeature] };

    /// <summary>As long as docs/protocol.md says that one is waited for.</summary>
    private static readonly TimeSpan LongestFrame = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task A_first_attach_to_a_long_past_gets_the_screen_and_not_the_past()
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync("seq 1 300000; echo all of it; read stay");
        await using (var all = await runner.AttachAsync(session.Id))
        {
            await all.UntilTextAsync("all of it");
        }

        await using var client = await runner.AttachAsync(session.Id, Snapshots);
        var live = await client.UntilAsync<Live>();
        Assert.Equal([AttachProtocol.SnapshotFeature], client.Messages.OfType<Attached>().Single().Features);
        var snapshot = Assert.Single(client.Messages.OfType<Snapshot>());
        Assert.Equal(("first", snapshot.Bytes), (snapshot.Reason, client.SnapshotBytes));
        Assert.Empty(client.Messages.OfType<Gap>());
        Assert.Empty(client.Bytes);
        Assert.True(live.Seq >= snapshot.Seq);
        Assert.Equal(1000, client.Terminal.ScrollbackLines);
        await SameAsync(runner, session.Id, client);
    }

    [Fact]
    public async Task A_snapshot_and_the_tail_give_the_screen_through_a_flood_resizes_and_a_runners_death()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync(
            "for round in 1 2 3 4 5 6; do read go; i=0; while [ $i -lt 60 ]; do printf '\\033[3%dm\\033[%d;%dHround %d line %d é 漢\\033[0m' $((i%8)) $((i%30+1)) $((i%70+1)) $round $i; " +
            "seq $((i*100)) $((i*100+200)); i=$((i+1)); done; echo \"end of $round\"; done; sleep 600");
        await using var first = await runner.AttachAsync(session.Id, Snapshots with { Cols = 90, Rows = 30 });
        for (var round = 1; round <= 2; round++)
        {
            await first.TypeAsync("\n");
            await first.SendAsync(new Resize(70 + (round * 7), 20 + round));
            await ShowsAsync(first, $"end of {round}");
            await using var late = await runner.AttachAsync(session.Id, Snapshots with { ReadOnly = true });
            await late.UntilAsync<Live>();
            await SameAsync(runner, session.Id, late);
        }

        await SameAsync(runner, session.Id, first);
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        await using var second = await runner.AttachAsync(session.Id, Snapshots with { From = first.Position, Cols = 100, Rows = 25 });
        await second.TypeAsync("\n");
        await ShowsAsync(second, "end of 3");
        await using var third = await runner.AttachAsync(session.Id, Snapshots with { ReadOnly = true });
        await third.UntilAsync<Live>();
        await SameAsync(runner, session.Id, third);
        await runner.StopRunnerAsync();
        await runner.StartRunnerAsync();
        await using var fourth = await runner.AttachAsync(session.Id, Snapshots with { Cols = 100, Rows = 25 });
        await fourth.TypeAsync("\n");
        await ShowsAsync(fourth, "end of 4");
        await SameAsync(runner, session.Id, fourth);
    }

    [Fact]
    public async Task A_client_that_falls_behind_in_a_flood_gets_one_screen_instead()
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync("read go; seq 1 1000000; echo the end; sleep 600");
        await using var quick = await runner.AttachAsync(session.Id, new AttachRequest());
        await using var slow = await AttachedTestClient.ConnectAsync(
            runner, session.Id, Snapshots with { Window = AttachProtocol.MinimumWindow }, runner.Token(), acknowledges: false);
        await slow.UntilAsync<Live>();
        await quick.TypeAsync("go\n");
        await quick.UntilTextAsync("the end");
        await slow.SendAsync(new Ack(slow.Position.Seq));
        await slow.UntilAsync<Snapshot>(snapshot => snapshot.Reason == "behind");
        await ShowsAsync(slow, "the end");
        Assert.Single(slow.Messages.OfType<Snapshot>(), snapshot => snapshot.Reason == "behind");
        Assert.True(slow.Bytes.Length < 300_000, $"{slow.Bytes.Length} bytes of the flood came all the same");
        await SameAsync(runner, session.Id, slow);
    }

    [Fact]
    public async Task A_small_gap_is_filled_with_the_bytes_and_a_large_one_with_the_screen()
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync("echo one; read a; echo two; read b; seq 1 200000; echo three; read c");
        await using var client = await runner.AttachAsync(session.Id, Snapshots);
        await ShowsAsync(client, "one");
        var early = client.Position;
        await client.TypeAsync("\n");
        await ShowsAsync(client, "two");
        await using (var again = await runner.AttachAsync(session.Id, Snapshots with { From = early }))
        {
            await again.UntilTextAsync("two");
            Assert.Empty(again.Messages.OfType<Snapshot>());
        }

        await client.TypeAsync("\n");
        await ShowsAsync(client, "three");
        await using var late = await runner.AttachAsync(session.Id, Snapshots with { From = early });
        await late.UntilAsync<Live>();
        Assert.Equal("behind", Assert.Single(late.Messages.OfType<Snapshot>()).Reason);
        await SameAsync(runner, session.Id, late);
    }

    [Fact]
    public async Task A_frame_that_is_being_drawn_is_waited_for_but_not_for_ever()
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync(@"printf 'before\033[?2026h half'; read go; printf ' whole\033[?2026l'; sleep 600");
        await using var all = await runner.AttachAsync(session.Id);
        await all.UntilTextAsync("half");
        await using var client = await runner.AttachAsync(session.Id, Snapshots);
        await client.UntilAsync<Live>();
        Assert.True(client.Terminal.Modes.SynchronizedOutput);
        await client.TypeAsync("\n");
        await client.UntilTextAsync("whole");
        Assert.False(client.Terminal.Modes.SynchronizedOutput);
    }

    [Fact]
    public async Task A_frame_that_ends_in_time_is_in_the_snapshot_whole()
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync(@"stty -echo; while :; do printf '\033[H\033[?2026h half'; read go; printf ' whole %s\033[?2026l' $go; read go; done");
        await using var all = await runner.AttachAsync(session.Id);
        for (var frame = 1; ; frame++)
        {
            await all.UntilAsync(() => all.Text.Split("half").Length > frame ? all : null);
            var since = Stopwatch.GetTimestamp();
            await using var client = await runner.AttachAsync(session.Id, Snapshots);
            await all.TypeAsync($"{frame}\n");
            await all.UntilTextAsync($" whole {frame}\e[?2026l");

            // Counted from before it was waited for until after it had ended: on a busy machine that may take too long, then the next one.
            var inTime = Stopwatch.GetElapsedTime(since) < LongestFrame;
            await client.UntilAsync<Live>();
            if (inTime)
            {
                Assert.False(client.Terminal.Modes.SynchronizedOutput);
                Assert.Contains($"half whole {frame}", Show(client), StringComparison.Ordinal);
                Assert.Empty(client.Bytes);
                return;
            }

            await all.TypeAsync("\n");
        }
    }

    [Fact]
    public async Task An_ended_session_shows_its_last_screen_and_its_end()
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync("seq 1 100000; printf 'last words'; exit 4");
        await runner.EndedAsync(session.Id);
        await using var client = await runner.AttachAsync(session.Id, Snapshots);
        await client.UntilAsync(EventTypes.SessionExited);
        Assert.Empty(client.Bytes);
        Assert.Contains("last words", await runner.TextAsync(session.Id, "screen"), StringComparison.Ordinal);
        await SameAsync(runner, session.Id, client);
    }

    [Fact]
    public async Task A_client_far_behind_learns_once_what_was_shown_and_that_the_session_was_removed()
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync("read go; seq 1 100000; echo the end");
        await using var quick = await runner.AttachAsync(session.Id, new AttachRequest());
        await using var slow = await AttachedTestClient.ConnectAsync(
            runner, session.Id, Snapshots with { Window = AttachProtocol.MinimumWindow }, runner.Token(), acknowledges: false);
        await slow.UntilAsync<Live>();
        await quick.TypeAsync("go\n");
        await runner.EndedAsync(session.Id);
        using var http = runner.Client(runner.Token());
        using var removed = await http.DeleteAsync($"/api/workspaces/default/sessions/{session.Id}", RunnerFixture.Patience);
        Assert.True(removed.IsSuccessStatusCode);
        await quick.UntilAsync(EventTypes.SessionRemoved);
        await slow.SendAsync(new Ack(slow.Position.Seq));
        await slow.UntilAsync(EventTypes.SessionRemoved);
        Assert.Single(slow.Messages.OfType<Snapshot>(), snapshot => snapshot.Reason == "pruned");
    }

    private static async Task ShowsAsync(AttachedTestClient client, string text) =>
        await client.UntilAsync(() => Show(client).Contains(text, StringComparison.Ordinal) ? client : null);

    private static string Show(AttachedTestClient client)
    {
        var into = new ArrayBufferWriter<byte>();
        ScreenText.Write(client.Terminal, new RenderOptions { Scrollback = 10 }, into);
        return System.Text.Encoding.UTF8.GetString(into.WrittenSpan);
    }

    /// <summary>What the client has, at its position, against what the runner has there.</summary>
    // How many lines have gone up is counted anew when they flow anew, and the client has only some of them.
    private static string Compared(ReadOnlySpan<byte> screen) =>
        System.Text.RegularExpressions.Regex.Replace(System.Text.Encoding.UTF8.GetString(screen), "\\e]5133;above=[0-9]+\a", "");

    private static async Task SameAsync(RunnerFixture runner, string session, AttachedTestClient client)
    {
        var into = new ArrayBufferWriter<byte>();
        var position = client.Position;
        ScreenVt.Write(client.Terminal, new RenderOptions { Scrollback = 200 }, into);
        var theirs = await runner.BytesAsync(session, $"screen?format=ansi&scrollback=200&at={position.Seq}");
        Assert.Equal(Compared(theirs), Compared(into.WrittenSpan));
    }
}
