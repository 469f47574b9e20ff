using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Feed;

public class FeedTests
{
    [Fact]
    public async Task The_feed_tells_every_lifecycle_event_once_in_order_and_resumes_at_its_cursor()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync("echo no content of this; exit 3");
        await using (var client = await runner.AttachAsync(session.Id))
        {
            await client.UntilAsync(EventTypes.SessionExited);
        }

        var all = await ReadAsync(runner, "");
        Assert.IsType<FeedHello>(all[0]);
        var entries = all.OfType<FeedEntry>().ToList();
        Assert.Equal([EventTypes.SessionCreated, EventTypes.SessionStarted, EventTypes.SessionExited], entries.Select(entry => entry.Type));
        Assert.Equal(entries.Select(entry => entry.Position).Order(), entries.Select(entry => entry.Position));
        Assert.Equal("p_test", entries[0].Principal);
        Assert.Equal(3, entries[^1].Session!.ExitCode);

        await runner.SendAsync(HttpMethod.Delete, $"/api/workspaces/default/sessions/{session.Id}");
        var later = (await ReadAsync(runner, $"default:{entries[^1].Position}")).OfType<FeedEntry>().ToList();
        var removed = Assert.Single(later);
        Assert.Equal((EventTypes.SessionRemoved, session.Id, null), (removed.Type, removed.SessionId, removed.Session));
    }

    [Fact]
    public async Task However_fast_a_session_ends_its_last_entry_says_so()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var following = ReadAsync(runner, "", entry => entry.Type == EventTypes.SessionExited, 60);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => runner.CreateAsync(new CreateSession { Command = ["/bin/true"] })));
        Assert.All(
            (await following).OfType<FeedEntry>().GroupBy(entry => entry.SessionId),
            entries => Assert.Equal(SessionState.Exited, entries.Last().Session!.State));
    }

    [Fact]
    public async Task One_that_was_removed_is_never_told_as_being_there()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var following = ReadAsync(runner, "", entry => entry.Type == EventTypes.SessionRemoved, 60);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ =>
        {
            var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/true"] });
            await runner.EndedAsync(session.Id);
            await runner.SendAsync(HttpMethod.Delete, $"/api/workspaces/default/sessions/{session.Id}");
        }));
        Assert.All(
            (await following).OfType<FeedEntry>().Where(entry => entry.Type == EventTypes.SessionRemoved),
            entry => Assert.Null(entry.Session));
    }

    [Fact]
    public async Task A_runner_that_was_started_again_still_tells_what_happened_before()
    {
        await using var runner = await RunnerFixture.StartAsync();
        await runner.ShellAsync("exec sleep 600");
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        Assert.Equal(
            [EventTypes.SessionCreated, EventTypes.SessionStarted],
            (await ReadAsync(runner, "")).OfType<FeedEntry>().Select(entry => entry.Type));
    }

    [Fact]
    public async Task Attached_clients_and_output_are_no_part_of_it()
    {
        await using var runner = await RunnerFixture.StartAsync();
        await runner.ShellAsync("seq 1 1000; exec sleep 600");
        Assert.Equal(2, (await ReadAsync(runner, "")).OfType<FeedEntry>().Count());
    }

    [Fact]
    public async Task What_a_program_wants_somebody_to_know_is_told_with_its_words_and_a_bell_once()
    {
        await using var runner = await RunnerFixture.StartAsync();
        await runner.ShellAsync("printf '\\033]777;notify;Build;Which one?\\a'; printf '\\a\\a\\a'; sleep 0.1; printf '\\a'; printf '\\033]9;the end\\a'; exec sleep 600");

        var entries = (await ReadAsync(runner, "", entry => entry.Said?.Body == "the end", 1)).OfType<FeedEntry>().ToList();

        Assert.Equal(new Notified("Build", "Which one?"), entries.First(entry => entry.Type == EventTypes.Notified).Said);
        Assert.Single(entries, entry => entry.Type == EventTypes.Rang);
    }

    [Fact]
    public async Task A_bell_that_answers_a_key_is_for_whoever_pressed_it()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync("stty -echo; read line; printf '\\a'; printf '\\033]9;done\\a'; exec sleep 600");
        await using var client = await runner.AttachAsync(session.Id);
        await client.TypeAsync("x\n");

        var entries = (await ReadAsync(runner, "", entry => entry.Type is EventTypes.Notified, 1)).OfType<FeedEntry>();

        Assert.DoesNotContain(entries, entry => entry.Type == EventTypes.Rang);
    }

    [Fact]
    public async Task Each_command_that_took_long_is_told_and_of_short_ones_the_last()
    {
        await using var runner = await RunnerFixture.StartAsync();
        await runner.ShellAsync("mark() { printf '\\033]133;C;cmdline=%s\\a' $1; sleep $2; printf '\\033]133;D;%s\\a' $3; }; "
            + "mark short 0.1 0; mark long 2 3; mark longer 2 0; mark brief 0.1 0; printf '\\033]9;done\\a'; exec sleep 600");

        await ReadAsync(runner, "", entry => entry.Type is EventTypes.Notified, 1);
        var entries = (await ReadAsync(runner, "")).OfType<FeedEntry>().ToList();

        Assert.Equal([("long", 3), ("longer", 0)], entries.Select(entry => entry.Ended).OfType<LastCommand>().Select(ended => (ended.Command!, ended.ExitCode!.Value)));
        Assert.Equal("brief", entries.Last(entry => entry.Type == EventTypes.CommandEnded).Session!.LastCommand!.Command);
    }

    internal static Task<List<FeedMessage>> ReadAsync(RunnerFixture runner, string cursor) =>
        ReadAsync(runner, cursor, _ => true, 0);

    /// <summary>Until everything so far was told, and so many of those that count.</summary>
    private static async Task<List<FeedMessage>> ReadAsync(RunnerFixture runner, string cursor, Func<FeedEntry, bool> counts, int enough)
    {
        using var http = runner.Client(runner.Token());
        await using var stream = await http.GetStreamAsync($"/runner/feed?cursor={cursor}", RunnerFixture.Patience);
        using var lines = new StreamReader(stream);
        var read = new List<FeedMessage>();
        while (read.LastOrDefault() is not FeedCaughtUp || read.OfType<FeedEntry>().Count(counts) < enough)
        {
            read.Add(JsonSerializer.Deserialize((await lines.ReadLineAsync(RunnerFixture.Patience))!, Wire.Default.FeedMessage)!);
        }

        return read;
    }
}
