using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Feed;

namespace Dispatch.Runner.Tests.Feed;

public class PresenceTests
{
    private static readonly AttachRequest Page = new() { Features = [AttachProtocol.SnapshotFeature, AttachProtocol.PresenceFeature] };

    [Fact]
    public async Task Who_looks_is_told_until_they_look_away_or_go()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync("exec sleep 600");
        await using var feed = await Feed.OpenAsync(runner);
        var page = await runner.AttachAsync(session.Id, Page);
        await page.UntilAsync<Attached>();
        Assert.Contains(AttachProtocol.PresenceFeature, page.Messages.OfType<Attached>().First().Features);

        await page.SendAsync(new Look(true));
        var present = await feed.NextAsync();
        Assert.Equal((session.Workspace, session.Id), (present.Workspace, present.SessionId));
        Assert.Equal(new Attendee("p_test", null, false), Assert.Single(present.Attendees));

        await page.SendAsync(new Look(false));
        Assert.Empty((await feed.NextAsync()).Attendees);
        await page.SendAsync(new Look(true));
        Assert.Single((await feed.NextAsync()).Attendees);
        await page.DisposeAsync();
        Assert.Empty((await feed.NextAsync()).Attendees);
    }

    [Fact]
    public async Task Who_types_is_told_and_that_they_stopped()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync("exec cat");
        await using var feed = await Feed.OpenAsync(runner);
        await using var page = await runner.AttachAsync(session.Id, Page);
        await page.SendAsync(new Look(true));
        Assert.False(Assert.Single((await feed.NextAsync()).Attendees).Types);

        await page.TypeAsync("a");
        Assert.True(Assert.Single((await feed.NextAsync()).Attendees).Types);
        Assert.False(Assert.Single((await feed.NextAsync()).Attendees).Types);
    }

    [Fact]
    public async Task A_client_that_knows_nothing_of_it_counts_as_looked_at_and_several_of_one_are_one()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync("exec sleep 600");
        await using var terminal = await runner.AttachAsync(session.Id, new AttachRequest());
        await using var other = await runner.AttachAsync(session.Id, new AttachRequest());
        await terminal.UntilAsync<Attached>();
        await other.UntilAsync<Attached>();

        await using var late = await Feed.OpenAsync(runner);

        Assert.Single((await late.NextAsync()).Attendees);
    }

    /// <summary>What a feed that asked for it tells of presence.</summary>
    private sealed class Feed(HttpClient http, StreamReader lines) : IAsyncDisposable
    {
        public static async Task<Feed> OpenAsync(RunnerFixture runner)
        {
            var http = runner.Client(runner.Token());
            return new Feed(http, new StreamReader(await http.GetStreamAsync("/runner/feed?presence=true", RunnerFixture.Patience)));
        }

        public async Task<FeedPresence> NextAsync()
        {
            while (true)
            {
                if (JsonSerializer.Deserialize((await lines.ReadLineAsync(RunnerFixture.Patience))!, Wire.Default.FeedMessage) is FeedPresence presence)
                {
                    return presence;
                }
            }
        }

        public ValueTask DisposeAsync()
        {
            lines.Dispose();
            http.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
