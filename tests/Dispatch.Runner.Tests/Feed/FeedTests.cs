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

    private static Task<List<FeedMessage>> ReadAsync(RunnerFixture runner, string cursor) =>
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
