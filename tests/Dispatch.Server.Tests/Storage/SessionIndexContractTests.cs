using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Storage;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Storage;

/// <summary>The session index takes a feed in so that twice is as good as once.</summary>
public sealed class SessionIndexContractTests(PostgresCluster postgres) : EngineTests(postgres)
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Theory, OnSqlite, OnPostgres]
    public async Task Entries_build_the_list_and_move_the_cursor(string engine)
    {
        await using var database = await OpenAsync(engine);
        var (index, environment) = await IndexAsync(database);
        Assert.Empty(await index.CursorAsync(environment, Never));

        await index.ApplyAsync(environment, [Entry(1, "a", "one"), Entry(2, "b", "two"), Entry(3, "a", "uno"), Entry(1, "c", "other", "w2")], Never);

        Assert.Equal(["other", "two", "uno"], (await index.ListAsync(environment, Never)).Select(session => session.Name).Order());
        Assert.Equal([new FeedPosition("w1", 3), new FeedPosition("w2", 1)], await index.CursorAsync(environment, Never));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Entries_that_come_again_or_late_do_nothing(string engine)
    {
        await using var database = await OpenAsync(engine);
        var (index, environment) = await IndexAsync(database);
        FeedEntry[] entries = [Entry(5, "a", "one"), Entry(6, "b", "two"), Removed(7, "b"), Entry(8, "a", "uno")];
        await index.ApplyAsync(environment, entries, Never);

        await index.ApplyAsync(environment, entries, Never);
        await index.ApplyAsync(environment, [Entry(6, "b", "two")], Never);
        await index.ApplyAsync(environment, [Entry(3, "a", "long ago")], Never);

        Assert.Equal("uno", Assert.Single(await index.ListAsync(environment, Never)).Name);
        Assert.Equal([new FeedPosition("w1", 8)], await index.CursorAsync(environment, Never));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_replicas_that_take_the_same_feed_in_agree(string engine)
    {
        await using var database = await OpenAsync(engine);
        var (index, environment) = await IndexAsync(database);
        var entries = Enumerable.Range(1, 60).Select(i => i % 7 == 0 ? Removed(i, $"s{i % 5}") : Entry(i, $"s{i % 5}", $"name {i}")).ToList();

        await Task.WhenAll(ReplicaAsync(3), ReplicaAsync(11));

        var last = entries.GroupBy(entry => entry.SessionId).Select(group => group.Last().Session?.Name).OfType<string>();
        Assert.Equal(last.Order(), (await index.ListAsync(environment, Never)).Select(session => session.Name).Order());
        Assert.Equal([new FeedPosition("w1", 60)], await index.CursorAsync(environment, Never));

        async Task ReplicaAsync(int batch)
        {
            foreach (var some in entries.Chunk(batch))
            {
                await Task.Run(() => index.ApplyAsync(environment, some, Never));
            }
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_fails_in_the_middle_leaves_neither_entry_nor_cursor(string engine)
    {
        await using var database = await OpenAsync(engine);
        var (index, environment) = await IndexAsync(database);
        await index.ApplyAsync(environment, [Entry(1, "a", "one")], Never);

        await Assert.ThrowsAnyAsync<Exception>(() => index.ApplyAsync(environment, [Entry(2, "b", "two"), Entry(3, null!, "broken")], Never));

        Assert.Equal("one", Assert.Single(await index.ListAsync(environment, Never)).Name);
        Assert.Equal([new FeedPosition("w1", 1)], await index.CursorAsync(environment, Never));
    }

    private static async Task<(SessionIndexStore Index, string Environment)> IndexAsync(IDatabase database)
    {
        var foundation = await new FoundationStore(database).EnsureAsync(() => new NewSigningKey("k", [1]), 1, Never);
        return (new SessionIndexStore(database, TimeProvider.System), foundation.Environment);
    }

    private static FeedEntry Entry(long position, string id, string name, string workspace = "w1") =>
        new(workspace, position, 1, 0, EventTypes.SessionRenamed, "p_1", id, Sessions.Make(id, name, workspace));

    private static FeedEntry Removed(long position, string id) => new("w1", position, 1, 0, EventTypes.SessionRemoved, "p_1", id, null);
}
