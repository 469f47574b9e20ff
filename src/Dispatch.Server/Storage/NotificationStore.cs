using System.Data.Common;
using Dapper;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Dispatch.Server.Notifications;

namespace Dispatch.Server.Storage;

/// <summary>What each principal is told of, and whether it was read.</summary>
internal sealed class NotificationStore(IDatabase database)
{
    /// <summary>The newest of a principal's that are kept.</summary>
    public const int Most = 500;

    private const string Columns = """
        id AS Id, principal_id AS Principal, kind AS Kind, workspace AS Workspace, session_id AS SessionId, session_name AS SessionName, title AS Title,
        body AS Body, command AS Command, exit_code AS ExitCode, signal AS Signal, duration_ms AS DurationMs, happened_at AS HappenedAt, read_at AS ReadAt
        """;

    /// <summary>
    /// Takes news in, for everyone who may read the session. An event that was taken in before does nothing, and so does a bell while the one
    /// before wasn't answered.
    /// </summary>
    public static async Task AddAsync(DbConnection connection, DbTransaction transaction, string environment, FeedEntry entry, News news)
    {
        var recipients = await connection.QueryAsync<string>(
            """
            SELECT DISTINCT principal_id FROM grants
            WHERE (workspace = @any OR workspace = @Workspace) AND (capability = @any OR capability = @read)
            """,
            new { any = Grant.Any, entry.Workspace, read = Capabilities.SessionRead },
            transaction);
        foreach (var principal in recipients)
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO notifications
                    (principal_id, environment_id, workspace, session_id, seq, happened_at, kind, session_name, title, body, command, exit_code, signal, duration_ms)
                SELECT @principal, @environment, @Workspace, @SessionId, @Seq, @Time, @kind, @SessionName, @Title, @Text, @Command, @ExitCode, @Signal, @DurationMs
                WHERE @bell = 0 OR NOT EXISTS (
                    SELECT 1 FROM notifications
                    WHERE principal_id = @principal AND environment_id = @environment AND workspace = @Workspace AND session_id = @SessionId
                        AND kind = @kind AND title IS NULL AND body IS NULL AND read_at IS NULL)
                ON CONFLICT DO NOTHING;
                DELETE FROM notifications WHERE principal_id = @principal AND id <=
                    (SELECT id FROM notifications WHERE principal_id = @principal ORDER BY id DESC LIMIT 1 OFFSET @Most);
                """,
                new
                {
                    principal,
                    environment,
                    entry.Workspace,
                    entry.SessionId,
                    entry.Seq,
                    entry.Time,
                    kind = news.Kind.ToString(),
                    news.SessionName,
                    news.Title,
                    news.Text,
                    news.Command,
                    news.ExitCode,
                    news.Signal,
                    news.DurationMs,
                    bell = news is { Kind: NotificationKind.Waiting, Title: null, Text: null } ? 1 : 0,
                    Most,
                },
                transaction);
        }
    }

    /// <summary>With its session goes what was told of it.</summary>
    public static Task RemoveAsync(DbConnection connection, DbTransaction transaction, string environment, FeedEntry entry) => connection.ExecuteAsync(
        "DELETE FROM notifications WHERE environment_id = @environment AND workspace = @Workspace AND session_id = @SessionId",
        new { environment, entry.Workspace, entry.SessionId },
        transaction);

    /// <summary>What a session waited for is read by everyone when it waits no more: nobody has to look after it. Its time is that of the entry.</summary>
    public static Task SettleAsync(DbConnection connection, DbTransaction transaction, string environment, FeedEntry entry) => connection.ExecuteAsync(
        """
        UPDATE notifications SET read_at = @at
        WHERE environment_id = @environment AND workspace = @Workspace AND session_id = @SessionId AND kind = @kind AND read_at IS NULL
        """,
        new { at = entry.Time / 1000, environment, entry.Workspace, entry.SessionId, kind = nameof(NotificationKind.Waiting) },
        transaction);

    /// <summary>Whether an entry made something read.</summary>
    public async Task<bool> HasSettledAsync(string environment, FeedEntry entry, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteScalarAsync<int>(
            """
            SELECT count(*) FROM notifications
            WHERE environment_id = @environment AND workspace = @Workspace AND session_id = @SessionId AND kind = @kind AND read_at = @at
            """,
            new { at = entry.Time / 1000, environment, entry.Workspace, entry.SessionId, kind = nameof(NotificationKind.Waiting) }) > 0;
    }

    /// <summary>What became of an entry, for each who is told of it.</summary>
    public async Task<IReadOnlyList<(string Principal, NotificationInfo Item)>> OfAsync(string environment, FeedEntry entry, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(
            $"""
            SELECT {Columns} FROM notifications
            WHERE environment_id = @environment AND workspace = @Workspace AND session_id = @SessionId AND seq = @Seq AND happened_at = @Time
            """,
            new { environment, entry.Workspace, entry.SessionId, entry.Seq, entry.Time });
        return [.. rows.Select(row => (row.Principal, row.ToInfo()))];
    }

    /// <summary>The newest first.</summary>
    /// <param name="before">Only those with a smaller id.</param>
    public async Task<IReadOnlyList<NotificationInfo>> ListAsync(string principal, long before, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(
            $"SELECT {Columns} FROM notifications WHERE principal_id = @principal AND id < @before ORDER BY id DESC LIMIT @limit",
            new { principal, before, limit });
        return [.. rows.Select(row => row.ToInfo())];
    }

    public async Task<(IReadOnlyList<NotificationInfo> Items, int Count)> UnreadAsync(string principal, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = (await connection.QueryAsync<Row>(
            $"SELECT {Columns} FROM notifications WHERE principal_id = @principal AND read_at IS NULL ORDER BY id DESC LIMIT @limit",
            new { principal, limit })).AsList();
        var count = rows.Count < limit ? rows.Count : await connection.ExecuteScalarAsync<int>(
            "SELECT count(*) FROM notifications WHERE principal_id = @principal AND read_at IS NULL", new { principal });
        return ([.. rows.Select(row => row.ToInfo())], count);
    }

    /// <returns>Whether any of them wasn't read before.</returns>
    public async Task<bool> ReadAsync(string principal, ReadNotifications which, long now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var parameters = new DynamicParameters(new { principal, now, through = which.Through ?? 0 });
        var ids = which.Ids is { Count: > 0 } some ? $" OR id IN {InList.Add(parameters, some)}" : "";
        return await connection.ExecuteAsync(
            $"UPDATE notifications SET read_at = @now WHERE principal_id = @principal AND read_at IS NULL AND (id <= @through{ids})", parameters) > 0;
    }

    /// <returns>Whether there were any.</returns>
    public async Task<bool> ClearAsync(string principal, long through, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteAsync(
            "DELETE FROM notifications WHERE principal_id = @principal AND read_at IS NOT NULL AND id <= @through", new { principal, through }) > 0;
    }

    private sealed class Row
    {
        public long Id { get; init; }
        public string Principal { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Workspace { get; init; } = "";
        public string SessionId { get; init; } = "";
        public string SessionName { get; init; } = "";
        public string? Title { get; init; }
        public string? Body { get; init; }
        public int? Command { get; init; }
        public int? ExitCode { get; init; }
        public string? Signal { get; init; }
        public long? DurationMs { get; init; }
        public long HappenedAt { get; init; }
        public long? ReadAt { get; init; }

        public NotificationInfo ToInfo() => new(
            Id, Enum.Parse<NotificationKind>(Kind), Workspace, SessionId, SessionName, Title, Body, Command, ExitCode, Signal, DurationMs,
            DateTimeOffset.FromUnixTimeMilliseconds(HappenedAt / 1000), ReadAt is not null);
    }
}
