using System.Globalization;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Feed;
using Dispatch.Runner.Access;
using Dispatch.Runner.Disks;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Feed;

/// <summary><c>GET /runner/feed</c>: what happened to sessions, without content, as lines of JSON that never end.</summary>
internal static class FeedEndpoint
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    // How soon it is seen that somebody stopped typing.
    private static readonly TimeSpan WhileTyping = TimeSpan.FromSeconds(1);

    // Several who come at once, as a page with all its tabs does, are told at once.
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(20);

    public static void MapFeed(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/runner/feed", FollowAsync)
            .RequireCapability(Capabilities.FeedRead).ExcludeFromDescription();
        routes.MapGet("/runner/status", (RunnerState state) => Results.Ok(state.Status()))
            .RequireCapability(Capabilities.RunnerRead).ExcludeFromDescription();
    }

    private static async Task FollowAsync(
        string? cursor, bool? presence, HttpContext http, RunnerState state, WorkspaceRegistry workspaces, SessionRegistry sessions, DiskRoom room, TimeProvider time,
        IHostApplicationLifetime lifetime)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        http.Response.ContentType = "application/x-ndjson";
        try
        {
            var changed = room.Changed;
            await WriteAsync(http, new FeedHello(state.Status()), ending.Token);
            var told = state.Troubles();
            var pages = new Dictionary<Workspace, FeedPage>();
            var present = presence is true ? new PresenceNews(sessions) : null;
            var moved = MovedAsync(workspaces, present, time, ending.Token);
            var listed = workspaces.Changes.Count;
            while (true)
            {
                var next = workspaces.Facts.Next;
                if (workspaces.Changes.Count is var changes && changes != listed)
                {
                    listed = changes;
                    await WriteAsync(http, new FeedWorkspaces(workspaces.Infos), ending.Token);
                }

                foreach (var workspace in workspaces.All)
                {
                    var page = pages.TryGetValue(workspace, out var known) ? known : pages[workspace] = new FeedPage(workspace, sessions, PositionOf(cursor, workspace.Id));
                    await WriteAsync(http, page, ending.Token);
                }

                await WriteAsync(http, new FeedCaughtUp(), ending.Token);
                await WriteAsync(http, present, ending.Token);

                // Facts that come one after the other leave no pause to tell it in.
                if (state.Troubles() is var now && !now.SequenceEqual(told))
                {
                    told = now;
                    await WriteAsync(http, new FeedBeat(now), ending.Token);
                }

                while (await Task.WhenAny(next, changed, moved, Task.Delay(present?.Typing is true ? WhileTyping : Beat, time, ending.Token)) != next)
                {
                    changed = room.Changed;
                    moved = moved.IsCompleted ? MovedAsync(workspaces, present, time, ending.Token) : moved;
                    told = state.Troubles();
                    await WriteAsync(http, new FeedBeat(told), ending.Token);
                    await WriteAsync(http, present, ending.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server went away or the runner stops; the cursor is the server's.
        }
    }

    /// <summary>Completes soon after somebody came, went or began to type. Asked for before it is looked up, so that nothing is missed.</summary>
    private static async Task MovedAsync(WorkspaceRegistry workspaces, PresenceNews? present, TimeProvider time, CancellationToken cancellation)
    {
        if (present is null)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
        }

        await workspaces.Presence.Next.WaitAsync(cancellation);
        await Task.Delay(Together, time, cancellation);
    }

    private static async Task WriteAsync(HttpContext http, FeedPage page, CancellationToken cancellation)
    {
        while (await page.NextAsync(cancellation) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                await WriteAsync(http, entry, cancellation);
            }
        }
    }

    private static async Task WriteAsync(HttpContext http, PresenceNews? present, CancellationToken cancellation)
    {
        foreach (var news in present?.Next() ?? [])
        {
            await WriteAsync(http, news, cancellation);
        }
    }

    private static async Task WriteAsync(HttpContext http, FeedMessage message, CancellationToken cancellation)
    {
        await http.Response.Body.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(message, Wire.Default.FeedMessage), (byte)'\n'], cancellation);
        await http.Response.Body.FlushAsync(cancellation);
    }

    /// <summary><c>WORKSPACE:POSITION,…</c>; 0 for one that isn't in it.</summary>
    private static long PositionOf(string? cursor, string workspace)
    {
        var mine = (cursor ?? "").Split(',').FirstOrDefault(part => part.StartsWith(workspace + ":", StringComparison.Ordinal));
        return mine is not null && long.TryParse(mine[(workspace.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : 0;
    }
}
