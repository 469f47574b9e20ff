using System.Globalization;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Feed;
using Dispatch.Runner.Access;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Feed;

/// <summary><c>GET /runner/feed</c>: what happened to sessions, without content, as lines of JSON that never end.</summary>
internal static class FeedEndpoint
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    public static void MapFeed(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/runner/feed", FollowAsync)
            .RequireCapability(Capabilities.FeedRead).ExcludeFromDescription();
        routes.MapGet("/runner/status", (RunnerState state) => Results.Ok(state.Status()))
            .RequireCapability(Capabilities.RunnerRead).ExcludeFromDescription();
    }

    private static async Task FollowAsync(
        string? cursor, HttpContext http, RunnerState state, Workspace workspace, SessionRegistry sessions, TimeProvider time,
        IHostApplicationLifetime lifetime)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        http.Response.ContentType = "application/x-ndjson";
        try
        {
            await WriteAsync(http, new FeedHello(state.Status()), ending.Token);
            var page = new FeedPage(workspace, sessions, PositionOf(cursor, workspace.Id));
            while (true)
            {
                var next = workspace.Facts.Next;
                while (await page.NextAsync(ending.Token) is { Count: > 0 } entries)
                {
                    foreach (var entry in entries)
                    {
                        await WriteAsync(http, entry, ending.Token);
                    }
                }

                await WriteAsync(http, new FeedCaughtUp(), ending.Token);
                while (await Task.WhenAny(next, Task.Delay(Beat, time, ending.Token)) != next)
                {
                    await WriteAsync(http, new FeedBeat(), ending.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server went away or the runner stops; the cursor is the server's.
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
