using System.Data.Common;
using System.Text.Json;
using Dapper;
using Dispatch.Protocol;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Notifications;

namespace Dispatch.Server.Storage;

/// <summary>The session list, taken in from the runners' feeds, and how far each feed was read.</summary>
internal sealed class SessionIndexStore(IDatabase database, TimeProvider time)
{
    /// <summary>
    /// Takes entries in, with the cursor in the same transaction. Raising the cursor comes first: it locks the workspace's row, so of
    /// several replicas one applies an entry, and an entry that is not ahead of the cursor does nothing. What there is to tell of an entry is
    /// taken in with it, or neither is.
    /// </summary>
    public async Task ApplyAsync(string environment, IReadOnlyList<FeedEntry> entries, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var entry in entries)
        {
            if (await RaiseCursorAsync(connection, transaction, environment, entry))
            {
                await ApplyAsync(connection, transaction, environment, entry);
                if (entry.Session is null)
                {
                    await NotificationStore.RemoveAsync(connection, transaction, environment, entry);
                }
                else
                {
                    if (News.Settles(entry))
                    {
                        await NotificationStore.SettleAsync(connection, transaction, environment, entry);
                    }

                    if (News.Of(entry, time.GetUtcNow()) is { } news)
                    {
                        await NotificationStore.AddAsync(connection, transaction, environment, entry, news);
                    }
                }
            }
        }

        await transaction.CommitAsync(cancellation);
    }

    public async Task<IReadOnlyList<FeedPosition>> CursorAsync(string environment, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return (await connection.QueryAsync<FeedPosition>(
            "SELECT workspace AS Workspace, position AS Position FROM feed_cursors WHERE environment_id = @environment ORDER BY workspace",
            new { environment })).AsList();
    }

    /// <summary>Drops what is known of a workspace, so that its feed is read from the start again.</summary>
    public async Task ForgetAsync(string environment, string workspace, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync(
            """
            DELETE FROM feed_cursors WHERE environment_id = @environment AND workspace = @workspace;
            DELETE FROM sessions WHERE environment_id = @environment AND workspace = @workspace;
            """,
            new { environment, workspace },
            transaction);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Drops all of a workspace that is gone, what there was to tell of it too.</summary>
    public async Task RemoveAsync(string environment, string workspace, CancellationToken cancellation)
    {
        await ForgetAsync(environment, workspace, cancellation);
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync("DELETE FROM notifications WHERE environment_id = @environment AND workspace = @workspace", new { environment, workspace });
    }

    public async Task<IReadOnlyList<SessionInfo>> ListAsync(string environment, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<string>(
            "SELECT info FROM sessions WHERE environment_id = @environment", new { environment });
        return [.. rows.Select(row => JsonSerializer.Deserialize(row, Wire.Default.SessionInfo)!).OrderBy(session => session.CreatedAt)];
    }

    private static async Task<bool> RaiseCursorAsync(DbConnection connection, DbTransaction transaction, string environment, FeedEntry entry) =>
        await connection.ExecuteAsync(
            """
            INSERT INTO feed_cursors (environment_id, workspace, position) VALUES (@environment, @Workspace, @Position)
            ON CONFLICT (environment_id, workspace) DO UPDATE SET position = excluded.position
            WHERE feed_cursors.position < excluded.position
            """,
            new { environment, entry.Workspace, entry.Position },
            transaction) > 0;

    private static Task<int> ApplyAsync(DbConnection connection, DbTransaction transaction, string environment, FeedEntry entry) =>
        entry.Session is { } session
            ? connection.ExecuteAsync(
                """
                INSERT INTO sessions (environment_id, workspace, id, info) VALUES (@environment, @Workspace, @SessionId, @info)
                ON CONFLICT (environment_id, workspace, id) DO UPDATE SET info = excluded.info
                """,
                new { environment, entry.Workspace, entry.SessionId, info = JsonSerializer.Serialize(session, Wire.Default.SessionInfo) },
                transaction)
            : connection.ExecuteAsync(
                "DELETE FROM sessions WHERE environment_id = @environment AND workspace = @Workspace AND id = @SessionId",
                new { environment, entry.Workspace, entry.SessionId },
                transaction);
}

internal sealed record FeedPosition(string Workspace, long Position);
