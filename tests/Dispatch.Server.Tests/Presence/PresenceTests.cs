using Dapper;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Dispatch.Server.Environments;
using Dispatch.Server.Identity;
using Dispatch.Server.Live;
using Dispatch.Server.Presence;
using Dispatch.Server.Storage;
using Dispatch.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dispatch.Server.Tests.Presence;

public sealed class PresenceTests(PostgresCluster postgres) : EngineTests(postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Who_is_on_a_session_reaches_every_stream_by_the_names_of_the_devices()
    {
        var runner = await FakeRunner.StartAsync(Folder.Data);
        await using var server = await RunningServer.StartAsync(Folder);
        await server.WaitForLinkAsync(RunnerState.Connected);
        var laptop = await server.SignInAsync();
        using var stream = await server.ConnectAsync("/api/stream", laptop);
        var start = await stream.NextAsync<StreamPresence>();
        Assert.Empty(start.Items);
        Assert.True(start.All);

        runner.Feed(new FeedPresence("default", "abc", [new Attendee(laptop.Me.Principal, laptop.Me.Device, true), new Attendee(laptop.Me.Principal, null, false)]));
        var news = await stream.NextAsync<StreamPresence>();
        Assert.False(news.All);
        var present = Assert.Single(news.Items);
        Assert.Equal(("default", "abc"), (present.Workspace, present.Id));
        Assert.Equal([(laptop.Me.Device, true), (null, false)], present.People.Select(person => (person.Device, person.Types)));
        Assert.Equal("Owner", present.People[0].Name);
        Assert.NotNull(present.People[0].DeviceName);

        using var late = await server.ConnectAsync("/api/stream", laptop);
        var all = await late.NextAsync<StreamPresence>();
        Assert.True(all.All);
        Assert.Equal(present.People, Assert.Single(all.Items).People);

        await runner.DisposeAsync();
        var gone = await stream.NextAsync<StreamPresence>();
        Assert.Empty(gone.Items);
        Assert.True(gone.All);
    }

    [Fact]
    public async Task Of_others_is_told_only_that_they_are_there_and_only_where_one_may_see_the_session()
    {
        await using var server = await RunningServer.StartAsync(Folder);
        await using (var connection = await server.Services.GetRequiredService<IDatabase>().OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("INSERT INTO principals (id, name, is_owner, access_version, made_at) VALUES ('p_guest', 'Guest', 0, 1, 1)");
        }

        var board = server.Services.GetRequiredService<PresenceBoard>();
        using var guest = server.Services.GetRequiredService<LiveHub>().Subscribe(new Caller("p_guest", "Guest", "d_guest", 1, [new Grant("w1", "session.list")]));
        var owner = server.Services.GetRequiredService<Foundation>().Owner;
        await board.TakeAsync(new FeedPresence("w2", "hidden", [new Attendee(owner, "d_1", false)]), CancellationToken.None);
        await board.TakeAsync(
            new FeedPresence("w1", "seen", [new Attendee(owner, "d_1", false), new Attendee(owner, "d_2", true), new Attendee("p_guest", "d_guest", false)]), CancellationToken.None);

        // That no runner is connected may be told in between: all that is there, which is nothing.
        StreamPresence told;
        do
        {
            told = Assert.IsType<StreamPresence>(await guest.Waiting.ReadAsync().AsTask().WaitAsync(Patience));
        }
        while (told.All);

        var present = Assert.Single(told.Items);
        Assert.Equal("seen", present.Id);
        Assert.Equal([new PersonPresent(owner, "Owner", null, null, true), new PersonPresent("p_guest", "Guest", "d_guest", null, false)], present.People);
        Assert.Equal("seen", Assert.Single(board.All(guest.Caller!).Items).Id);
    }
}
