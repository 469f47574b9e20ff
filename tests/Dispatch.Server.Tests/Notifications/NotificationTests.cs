using System.Net;
using System.Net.Http.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Server;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Environments;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Notifications;

public sealed class NotificationTests(PostgresCluster postgres) : EngineTests(postgres)
{
    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_program_says_reaches_every_device_and_is_read_on_all_when_on_one(string engine)
    {
        var options = await OptionsAsync(engine);
        await using var runner = await FakeRunner.StartAsync(Folder.Data);
        await using var server = await RunningServer.StartAsync(Folder, same => same with { Database = options.Database });
        await server.WaitForLinkAsync(RunnerState.Connected);
        var laptop = await server.SignInAsync();
        var phone = await server.SignInAsync();
        using var one = await server.ConnectAsync("/api/stream", laptop);
        using var other = await server.ConnectAsync("/api/stream", phone);
        Assert.Equal(0, (await one.NextAsync<StreamUnread>()).Count);
        Assert.Equal(0, (await other.NextAsync<StreamUnread>()).Count);

        runner.Feed(Said(1, "Which one?"));
        var item = (await one.NextAsync<StreamNotification>()).Item;
        Assert.Equal((NotificationKind.Waiting, "abc", "Which one?", false), (item.Kind, item.SessionId, item.Text, item.Read));
        Assert.Equal(item, (await other.NextAsync<StreamNotification>()).Item);
        using var late = await server.ConnectAsync("/api/stream", phone);
        Assert.Equal([item], (await late.NextAsync<StreamUnread>()).Items);

        using var answer = await laptop.Client.PostAsJsonAsync("/api/notifications/read", new ReadNotifications([item.Id]), Wire.Default.ReadNotifications);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(0, (await one.NextAsync<StreamUnread>()).Count);
        Assert.Equal(0, (await other.NextAsync<StreamUnread>()).Count);
        Assert.True(Assert.Single((await ListAsync(phone.Client, "")).Items).Read);
    }

    [Fact]
    public async Task The_list_comes_in_pages_the_newest_first()
    {
        await using var runner = await FakeRunner.StartAsync(Folder.Data);
        await using var server = await RunningServer.StartAsync(Folder);
        using var stream = await server.ConnectAsync("/api/stream");
        await stream.NextAsync<StreamUnread>();
        foreach (var i in Enumerable.Range(1, 5))
        {
            runner.Feed(Said(i, $"number {i}"));
            await stream.NextAsync<StreamNotification>();
        }

        using var program = server.Program();
        var first = await ListAsync(program, "?limit=2");
        var rest = await ListAsync(program, $"?limit=3&before={first.Items[^1].Id}");

        Assert.Equal(["number 5", "number 4"], first.Items.Select(item => item.Text));
        Assert.True(first.Older);
        Assert.Equal(["number 3", "number 2", "number 1"], rest.Items.Select(item => item.Text));
        Assert.False(rest.Older);
    }

    [Fact]
    public async Task A_session_that_is_removed_takes_what_was_told_of_it_along()
    {
        await using var runner = await FakeRunner.StartAsync(Folder.Data);
        await using var server = await RunningServer.StartAsync(Folder);
        using var stream = await server.ConnectAsync("/api/stream");
        await stream.NextAsync<StreamUnread>();
        runner.Feed(Said(1, "one"));
        await stream.NextAsync<StreamNotification>();

        runner.Feed(new FeedEntry("default", 2, 2, Now(), EventTypes.SessionRemoved, "p_1", "abc", null));

        Assert.Equal(0, (await stream.NextAsync<StreamUnread>()).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_an_agent_asked_is_read_once_somebody_answered_it(string engine)
    {
        var options = await OptionsAsync(engine);
        await using var runner = await FakeRunner.StartAsync(Folder.Data);
        await using var server = await RunningServer.StartAsync(Folder, same => same with { Database = options.Database });
        using var stream = await server.ConnectAsync("/api/stream");
        await stream.NextAsync<StreamUnread>();
        var agent = Sessions.Make("abc", "claude") with { Kind = "agent" };
        runner.Feed(Of(1, AgentEvents.Asked, agent with { Waiting = new Waiting(["a1", "a2"], "Edit x.txt", TimeProvider.System.GetUtcNow()) }));
        Assert.Equal("Edit x.txt", (await stream.NextAsync<StreamNotification>()).Item.Text);
        runner.Feed(Of(2, AgentEvents.Answered, agent with { Waiting = new Waiting(["a2"], "Edit x.txt", TimeProvider.System.GetUtcNow()) }));
        runner.Feed(Said(3, "Something else") with { SessionId = "other" });
        await stream.NextAsync<StreamNotification>();

        runner.Feed(Of(4, AgentEvents.Answered, agent));

        Assert.Equal("Something else", Assert.Single((await stream.NextAsync<StreamUnread>()).Items).Text);
        // A turn that ends later reads nothing more, and nobody is told anew.
        runner.Feed(Of(5, AgentEvents.TurnEnded, agent));
        runner.Feed(Said(6, "The last") with { SessionId = "other" });
        StreamMessage next;
        while ((next = await stream.NextAsync<StreamMessage>()) is not (StreamNotification or StreamUnread))
        {
        }

        Assert.Equal("The last", Assert.IsType<StreamNotification>(next).Item.Text);

        static FeedEntry Of(long position, string type, SessionInfo session) => new("default", position, position, Now() + (position * 1000), type, "", "abc", session);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_read_is_cleared_and_nothing_else(string engine)
    {
        var options = await OptionsAsync(engine);
        await using var runner = await FakeRunner.StartAsync(Folder.Data);
        await using var server = await RunningServer.StartAsync(Folder, same => same with { Database = options.Database });
        using var stream = await server.ConnectAsync("/api/stream");
        var told = new List<NotificationInfo>();
        foreach (var i in Enumerable.Range(1, 3))
        {
            runner.Feed(Said(i, $"number {i}"));
            told.Add((await stream.NextAsync<StreamNotification>()).Item);
        }

        using var program = server.Program();
        using var read = await program.PostAsJsonAsync("/api/notifications/read", new ReadNotifications([told[0].Id, told[2].Id]), Wire.Default.ReadNotifications);
        await stream.NextAsync<StreamUnread>();
        using var cleared = await program.DeleteAsync($"/api/notifications?through={told[1].Id}");

        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Equal(1, (await stream.NextAsync<StreamUnread>()).Count);
        Assert.Equal(["number 3", "number 2"], (await ListAsync(program, "")).Items.Select(item => item.Text));
        using var unsaid = await program.DeleteAsync("/api/notifications");
        Assert.Equal(HttpStatusCode.BadRequest, unsaid.StatusCode);
    }

    [Fact]
    public async Task What_can_t_be_is_refused()
    {
        await using var server = await RunningServer.StartAsync(Folder);
        using var program = server.Program();
        using var none = await program.PostAsJsonAsync("/api/notifications/read", new ReadNotifications(), Wire.Default.ReadNotifications);
        await none.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.invalid");
        using var many = await program.PostAsJsonAsync("/api/notifications/read", new ReadNotifications([.. Enumerable.Range(1, 501).Select(id => (long)id)]), Wire.Default.ReadNotifications);
        await many.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.invalid");
        using var limit = await program.GetAsync("/api/notifications?limit=0");
        await limit.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.invalid");
        using var nobody = server.Browser();
        using var stranger = await nobody.GetAsync("/api/notifications");
        await stranger.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "access.not-signed-in");
    }

    private static async Task<NotificationList> ListAsync(HttpClient client, string query) =>
        (await client.GetFromJsonAsync("/api/notifications" + query, Wire.Default.NotificationList))!;

    private static FeedEntry Said(long position, string text) =>
        new("default", position, position, Now(), EventTypes.Notified, "", "abc", Sessions.Make("abc", "work"), Said: new Notified("", text));

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
}
