using Dispatch.Protocol.Access;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Dispatch.Server.Environments;
using Dispatch.Server.Hosting;
using Dispatch.Server.Identity;
using Dispatch.Server.Notifications;
using Dispatch.Server.Presence;
using Dispatch.Server.Settings;
using Dispatch.Server.Storage;
using Dispatch.Server.Workspaces;

namespace Dispatch.Server.Live;

/// <summary><c>GET /api/stream</c>: a browser's one socket for all that isn't a session's content.</summary>
internal static class OpenStream
{
    public static IServiceCollection AddLive(this IServiceCollection services) => services
        .AddSingleton<LiveHub>()
        .AddSingleton<PresenceNames>()
        .AddSingleton<PresenceBoard>()
        .AddSingleton<WorkspaceBoard>();

    public static void MapLive(this IEndpointRouteBuilder routes) => routes.MapGet("/api/stream", HandleAsync)
        .WithName("openStream").WithSummary("WebSocket (dispatch.v1): settings, the session list, the runner's state, notifications and presence, live")
        .Produces(StatusCodes.Status101SwitchingProtocols)
        .RequireCapability(Capabilities.SessionList);

    private static async Task HandleAsync(
        HttpContext context, LiveHub hub, SettingsLayers settings, SessionIndexStore index, RunnerState runner, Foundation foundation, LiveConnections connections,
        LiveChannel notifications, PresenceBoard presence, WorkspaceBoard workspaces, IHostApplicationLifetime lifetime)
    {
        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(AttachProtocol.Subprotocol))
        {
            await context.WriteProblemAsync(new Error(
                ErrorKind.Invalid, "stream.not-websocket", $"/api/stream is a WebSocket; open it as one, with the subprotocol {AttachProtocol.Subprotocol}."));
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(AttachProtocol.Subprotocol);
        var caller = context.Caller();
        using var registered = connections.Add(caller, context.Abort);
        using var subscription = hub.Subscribe(caller);
        var stream = new ClientStream(socket, subscription);
        var receiving = stream.ReceiveAsync(ended.Token);
        var sending = stream.SendAsync(
            async cancellation =>
            [
                // First: they say how the rest is shown.
                new StreamSettings(await settings.OfAsync(caller, cancellation)),
                workspaces.All(caller),
                new StreamSessions(await index.ListAsync(foundation.Environment, cancellation)),
                runner.Message,
                await notifications.UnreadAsync(caller, cancellation),
                presence.All(caller),
            ],
            ended.Token);
        await Task.WhenAny(receiving, sending);
        var stopping = lifetime.ApplicationStopping.IsCancellationRequested;
        await ended.CancelAsync();
        await Task.WhenAll(receiving, sending);
        await stream.CloseAsync(stopping);
    }
}
