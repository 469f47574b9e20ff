using System.Net.WebSockets;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Environments;
using Dispatch.Server.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Dispatch.Server.Tests.Feed;

public sealed class FeedTests(PostgresCluster postgres) : EngineTests(postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_runner_tells_reaches_every_open_stream(string engine)
    {
        var options = await OptionsAsync(engine);
        await using var runner = await FakeRunner.StartAsync(Folder.Data);
        await using var server = await RunningServer.StartAsync(Folder, same => same with { Database = options.Database });
        await server.WaitForLinkAsync(RunnerState.Connected);
        using var one = await server.ConnectAsync("/api/stream");
        using var other = await server.ConnectAsync("/api/stream", await server.SignInAsync());
        foreach (var stream in new[] { one, other })
        {
            Assert.IsType<StreamSettings>(await NextAsync(stream));
            Assert.IsType<StreamWorkspaces>(await NextAsync(stream));
            Assert.Empty(Assert.IsType<StreamSessions>(await NextAsync(stream)).Items);
            Assert.Equal(RunnerState.Connected, Assert.IsType<StreamRunner>(await NextAsync(stream)).Link.State);
            Assert.Equal(0, Assert.IsType<StreamUnread>(await NextAsync(stream)).Count);
            Assert.True(Assert.IsType<StreamPresence>(await NextAsync(stream)).All);
        }

        runner.Feed(new FeedEntry("default", 1, 1, 0, EventTypes.SessionCreated, "p_1", "abc", Sessions.Make("abc", "first")));
        runner.Feed(new FeedEntry("default", 2, 2, 0, EventTypes.SessionRemoved, "p_1", "abc", null));

        foreach (var stream in new[] { one, other })
        {
            Assert.Equal("first", Assert.IsType<StreamSession>(await NextAsync(stream)).Item.Name);
            Assert.Equal(new StreamRemoved("default", "abc"), await NextAsync(stream));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task After_a_break_the_feed_goes_on_where_the_database_is(string engine)
    {
        var options = await OptionsAsync(engine);
        var first = await FakeRunner.StartAsync(Folder.Data);
        await using var server = await RunningServer.StartAsync(Folder, same => same with { Database = options.Database });
        using var stream = await FollowAsync(server);
        Assert.Equal("", await first.Cursors.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        first.Feed(new FeedEntry("default", 41, 1, 0, EventTypes.SessionCreated, "p_1", "abc", Sessions.Make("abc", "first")));
        await UntilAsync(stream, message => message is StreamSession);

        await first.DisposeAsync();
        await UntilAsync(stream, message => message is StreamRunner { Link.State: not RunnerState.Connected });
        await using var second = await FakeRunner.StartAsync(Folder.Data);

        Assert.Equal("default:41", await second.Cursors.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        await UntilAsync(stream, message => message is StreamRunner { Link.State: RunnerState.Connected });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_log_that_is_behind_the_cursor_is_read_again_from_its_start(string engine)
    {
        var options = await OptionsAsync(engine);
        var first = await FakeRunner.StartAsync(Folder.Data);
        await using var server = await RunningServer.StartAsync(Folder, same => same with { Database = options.Database });
        using var stream = await FollowAsync(server);
        first.Feed(new FeedEntry("default", 41, 1, 0, EventTypes.SessionCreated, "p_1", "old", Sessions.Make("old", "of the lost log")));
        await UntilAsync(stream, message => message is StreamSession);
        await first.DisposeAsync();

        var made = Sessions.Make("new", "of the new log");
        await using var second = await FakeRunner.StartAsync(Folder.Data, new WorkspaceInfo("default", "Home", "e_test", "/"));
        second.Answer = context => context.Response.WriteAsJsonAsync(new SessionList([made]), Wire.Default.SessionList);
        second.Feed(new FeedCaughtUp());
        Assert.Equal("default:41", await second.Cursors.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        Assert.Equal("", await second.Cursors.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        second.Feed(new FeedEntry("default", 1, 1, 0, EventTypes.SessionCreated, "p_1", "new", made));
        second.Feed(new FeedCaughtUp());

        await UntilAsync(stream, message => message is StreamSession { Item.Id: "new" });
        using var late = await server.ConnectAsync("/api/stream");
        Assert.Equal("new", Assert.Single((await FirstListAsync(late)).Items).Id);
    }

    [Fact]
    public async Task A_new_stream_begins_with_the_whole_list()
    {
        await using var runner = await FakeRunner.StartAsync(Folder.Data);
        await using var server = await RunningServer.StartAsync(Folder);
        using var watcher = await FollowAsync(server);
        runner.Feed(new FeedEntry("default", 1, 1, 0, EventTypes.SessionCreated, "p_1", "abc", Sessions.Make("abc", "first")));
        await UntilAsync(watcher, message => message is StreamSession);

        using var late = await server.ConnectAsync("/api/stream");

        Assert.Equal("first", Assert.Single((await FirstListAsync(late)).Items).Name);
    }

    [Fact]
    public async Task What_troubles_the_runner_reaches_every_open_stream_and_so_does_its_end()
    {
        await using var runner = await FakeRunner.StartAsync(Folder.Data);
        await using var server = await RunningServer.StartAsync(Folder);
        using var stream = await FollowAsync(server);
        var full = new ProblemPart("disk", "disk.full", "No room.");
        runner.Feed(new FeedBeat([full]));
        await UntilAsync(stream, message => message is StreamRunner { Troubles: [var trouble] } && trouble == full);

        // One of an older version says nothing of it: it isn't over.
        runner.Feed(new FeedBeat());
        using var late = await server.ConnectAsync("/api/stream");
        await UntilAsync(late, message => message is StreamRunner { Troubles: [var trouble] } && trouble == full);
        runner.Feed(new FeedBeat([]));
        await UntilAsync(stream, message => message is StreamRunner { Troubles: null, Link.State: RunnerState.Connected });
    }

    [Fact]
    public async Task A_ping_is_answered_and_anything_else_ends_that_stream_alone()
    {
        await using var server = await RunningServer.StartAsync(Folder);
        using var good = await server.ConnectAsync("/api/stream");
        using var bad = await server.ConnectAsync("/api/stream");

        await bad.SendAsync("{\"t\":\"nonsense\"}"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        await UntilClosedAsync(bad);

        await good.SendAsync("{\"t\":\"ping\",\"id\":7}"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        await UntilAsync(good, message => message == new StreamPong(7));
    }

    [Fact]
    public async Task Stopping_the_server_says_so()
    {
        await using var server = await RunningServer.StartAsync(Folder);
        using var stream = await server.ConnectAsync("/api/stream");
        await NextAsync(stream);

        var stopping = server.StopAsync();
        await UntilClosedAsync(stream);

        await stopping.WaitAsync(TimeSpan.FromSeconds(4));
    }

    private static async Task UntilClosedAsync(ClientWebSocket stream)
    {
        try
        {
            while ((await stream.ReceiveAsync(new byte[64 * 1024], CancellationToken.None).WaitAsync(Patience)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
        }
    }

    /// <summary>A stream that has told how things are: what changes from now on comes as a change.</summary>
    private static async Task<ClientWebSocket> FollowAsync(RunningServer server)
    {
        var stream = await server.ConnectAsync("/api/stream");
        await UntilAsync(stream, message => message is StreamPresence { All: true });
        return stream;
    }

    private static async Task UntilAsync(ClientWebSocket stream, Func<StreamMessage, bool> which)
    {
        // In all: heartbeats would keep it waiting for ever.
        var since = TimeProvider.System.GetTimestamp();
        while (!which(await NextAsync(stream)))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, "the message that was waited for did not come");
        }
    }

    private static async Task<StreamSessions> FirstListAsync(ClientWebSocket stream)
    {
        Assert.IsType<StreamSettings>(await NextAsync(stream));
        Assert.IsType<StreamWorkspaces>(await NextAsync(stream));
        return Assert.IsType<StreamSessions>(await NextAsync(stream));
    }

    private static async Task<StreamMessage> NextAsync(ClientWebSocket stream)
    {
        var buffer = new byte[64 * 1024];
        var got = await stream.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Patience);
        Assert.True(got.EndOfMessage);
        return JsonSerializer.Deserialize(buffer.AsSpan(0, got.Count), Wire.Default.StreamMessage)!;
    }
}
