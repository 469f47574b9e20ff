using Dapper;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Server;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Storage;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Storage;

/// <summary>What a feed has to tell is kept once for each who may know, and no more of it than the newest.</summary>
public sealed class NotificationContractTests(PostgresCluster postgres) : EngineTests(postgres)
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly ManualTime _time = new();

    [Theory, OnSqlite, OnPostgres]
    public async Task An_event_is_told_once_though_the_feed_be_read_again_from_its_start(string engine)
    {
        await using var database = await OpenAsync(engine);
        var kept = await KeptAsync(database);
        FeedEntry[] entries = [Ended(1, 3), Said(2, "Build", "Which one?"), Lost(3)];
        await kept.Index.ApplyAsync(kept.Environment, entries, Never);
        var first = await kept.ListAsync();

        await kept.Index.ApplyAsync(kept.Environment, entries, Never);
        await kept.Index.ForgetAsync(kept.Environment, "w1", Never);
        await kept.Index.ApplyAsync(kept.Environment, entries, Never);

        Assert.Equal([NotificationKind.Lost, NotificationKind.Waiting, NotificationKind.CommandEnded], first.Select(item => item.Kind));
        Assert.Equal(first, await kept.ListAsync());
        var ended = first[^1];
        Assert.Equal(("w1", "a", "work", "make", 3, 2, 15_000L), (ended.Workspace, ended.SessionId, ended.SessionName, ended.Text, ended.Command, ended.ExitCode, ended.DurationMs));
        Assert.Equal(_time.GetUtcNow().AddMilliseconds(1), ended.At);
        Assert.False(ended.Read);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_log_that_has_the_same_positions_tells_something_else(string engine)
    {
        await using var database = await OpenAsync(engine);
        var kept = await KeptAsync(database);
        await kept.Index.ApplyAsync(kept.Environment, [Said(1, "", "of the lost log")], Never);
        await kept.Index.ForgetAsync(kept.Environment, "w1", Never);
        _time.Advance(TimeSpan.FromMinutes(1));

        await kept.Index.ApplyAsync(kept.Environment, [Said(1, "", "of the new log")], Never);

        Assert.Equal(["of the new log", "of the lost log"], (await kept.ListAsync()).Select(item => item.Text));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_older_than_a_week_is_no_news(string engine)
    {
        await using var database = await OpenAsync(engine);
        var kept = await KeptAsync(database);
        var old = Said(1, "", "long ago");
        _time.Advance(TimeSpan.FromDays(8));

        await kept.Index.ApplyAsync(kept.Environment, [old, Said(2, "", "now")], Never);

        Assert.Equal("now", Assert.Single(await kept.ListAsync()).Text);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_newest_500_are_kept(string engine)
    {
        await using var database = await OpenAsync(engine);
        var kept = await KeptAsync(database);

        await kept.Index.ApplyAsync(kept.Environment, [.. Enumerable.Range(1, 520).Select(i => Said(i, "", $"number {i}"))], Never);

        var all = await kept.Notifications.ListAsync(kept.Owner, long.MaxValue, 1000, Never);
        Assert.Equal((500, "number 520", "number 21"), (all.Count, all[0].Text, all[^1].Text));
        var (unread, count) = await kept.Notifications.UnreadAsync(kept.Owner, 100, Never);
        Assert.Equal((100, 500), (unread.Count, count));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_bell_that_nobody_answered_rings_once(string engine)
    {
        await using var database = await OpenAsync(engine);
        var kept = await KeptAsync(database);
        await kept.Index.ApplyAsync(kept.Environment, [Rang(1), Rang(2), Said(3, "", "a word"), Rang(4), Rang(5, "b")], Never);
        Assert.Equal([("b", null), ("a", "a word"), ("a", null)], (await kept.ListAsync()).Select(item => (item.SessionId, item.Text)));

        await kept.Notifications.ReadAsync(kept.Owner, new ReadNotifications(Through: long.MaxValue), 1, Never);
        await kept.Index.ApplyAsync(kept.Environment, [Rang(6)], Never);

        Assert.Equal("a", Assert.Single((await kept.Notifications.UnreadAsync(kept.Owner, 100, Never)).Items).SessionId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_read_is_read_once_and_only_the_reader_s_own(string engine)
    {
        await using var database = await OpenAsync(engine);
        var kept = await KeptAsync(database);
        await MakeGuestAsync(database);
        await kept.Index.ApplyAsync(kept.Environment, [Said(1, "", "one"), Said(2, "", "two"), Said(3, "", "three")], Never);
        var mine = await kept.ListAsync();
        var theirs = await kept.Notifications.ListAsync("p_guest", long.MaxValue, 10, Never);

        Assert.False(await kept.Notifications.ReadAsync(kept.Owner, new ReadNotifications([theirs[0].Id]), 1, Never));
        Assert.True(await kept.Notifications.ReadAsync(kept.Owner, new ReadNotifications([mine[0].Id]), 1, Never));
        Assert.False(await kept.Notifications.ReadAsync(kept.Owner, new ReadNotifications([mine[0].Id]), 2, Never));
        Assert.Equal([true, false, false], (await kept.ListAsync()).Select(item => item.Read));
        Assert.True(await kept.Notifications.ReadAsync(kept.Owner, new ReadNotifications(Through: mine[1].Id), 1, Never));

        Assert.Empty((await kept.Notifications.UnreadAsync(kept.Owner, 100, Never)).Items);
        Assert.Equal(3, (await kept.Notifications.UnreadAsync("p_guest", 100, Never)).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_those_who_may_read_the_session_are_told(string engine)
    {
        await using var database = await OpenAsync(engine);
        var kept = await KeptAsync(database);
        await MakeGuestAsync(database);

        await kept.Index.ApplyAsync(kept.Environment, [Said(1, "", "one"), Said(1, "", "elsewhere", "w2")], Never);

        Assert.Equal(2, (await kept.ListAsync()).Count);
        Assert.Equal("one", Assert.Single(await kept.Notifications.ListAsync("p_guest", long.MaxValue, 10, Never)).Text);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task With_a_session_goes_what_was_told_of_it(string engine)
    {
        await using var database = await OpenAsync(engine);
        var kept = await KeptAsync(database);

        await kept.Index.ApplyAsync(kept.Environment, [Said(1, "", "one"), Rang(2, "b"), new FeedEntry("w1", 3, 3, Now(3), EventTypes.SessionRemoved, "p_1", "a", null)], Never);

        Assert.Equal("b", Assert.Single(await kept.ListAsync()).SessionId);
    }

    private static async Task MakeGuestAsync(IDatabase database)
    {
        await using var connection = await database.OpenAsync(Never);
        await connection.ExecuteAsync(
            """
            INSERT INTO principals (id, name, is_owner, access_version, made_at) VALUES ('p_guest', 'Guest', 0, 1, 1);
            INSERT INTO grants (principal_id, workspace, capability, granted_by, granted_at) VALUES ('p_guest', 'w1', 'session.read', 'p_guest', 1);
            INSERT INTO grants (principal_id, workspace, capability, granted_by, granted_at) VALUES ('p_guest', 'w2', 'session.list', 'p_guest', 1);
            """);
    }

    private async Task<Kept> KeptAsync(IDatabase database)
    {
        var foundation = await new FoundationStore(database).EnsureAsync(() => new NewSigningKey("k", [1]), 1, Never);
        return new Kept(new SessionIndexStore(database, _time), new NotificationStore(database), foundation.Environment, foundation.Owner);
    }

    private long Now(long position) => (_time.GetUtcNow().ToUnixTimeMilliseconds() + position) * 1000;

    private FeedEntry Ended(long position, int number) => Entry(position, EventTypes.CommandEnded, "a", "w1") with { Ended = new LastCommand(number, "make", 2, 15_000, _time.GetUtcNow()) };

    private FeedEntry Said(long position, string title, string body, string workspace = "w1") => Entry(position, EventTypes.Notified, "a", workspace) with { Said = new Notified(title, body) };

    private FeedEntry Rang(long position, string id = "a") => Entry(position, EventTypes.Rang, id, "w1");

    private FeedEntry Lost(long position) => Entry(position, EventTypes.SessionLost, "a", "w1") with { Session = Sessions.Make("a", "work", "w1", SessionState.Lost) with { Reason = "The machine went down." } };

    private FeedEntry Entry(long position, string type, string id, string workspace) =>
        new(workspace, position, position, Now(position), type, "", id, Sessions.Make(id, "work", workspace));

    private sealed record Kept(SessionIndexStore Index, NotificationStore Notifications, string Environment, string Owner)
    {
        public Task<IReadOnlyList<NotificationInfo>> ListAsync() => Notifications.ListAsync(Owner, long.MaxValue, 100, Never);
    }
}
