using System.Net.WebSockets;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Attach;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Metrics;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Attach;

/// <summary><c>GET /api/workspaces/{workspace}/sessions/{id}/attach</c>: the WebSocket <c>dispatch.v1</c>.</summary>
internal static partial class AttachEndpoint
{
    public static void MapAttach(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/workspaces/{workspace}/sessions/{id}/attach", AttachAsync)
            .RequireCapability(Capabilities.SessionRead)
            .WithName("attachSession")
            .WithSummary("Attach to a session (WebSocket)")
            .Produces(StatusCodes.Status101SwitchingProtocols)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> AttachAsync(
        string workspace, string id, HttpContext http, SessionRegistry sessions, Limits limits, AttachMetrics metrics, TimeProvider time,
        ILoggerFactory logs, IHostApplicationLifetime lifetime)
    {
        if (sessions.Find(workspace, id) is not { } session)
        {
            return SessionRules.NotFound(id).ToResult();
        }

        if (!http.WebSockets.IsWebSocketRequest || !http.WebSockets.WebSocketRequestedProtocols.Contains(AttachProtocol.Subprotocol))
        {
            return AttachErrors.NoWebSocket.ToResult();
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(AttachProtocol.Subprotocol);
        try
        {
            await new AttachConnection(socket, session, http.Caller(), limits, metrics, time).RunAsync(ending.Token);
        }
        catch (WebSocketException)
        {
            // The client went away, or broke the protocol and was told so. The session doesn't mind.
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException or IOException)
        {
            socket.Abort();
        }
        catch (Exception e)
        {
            // Its own connection alone: the client comes again, and the session and who else is attached go on.
            metrics.Failed();
            LogFailed(logs.CreateLogger(typeof(AttachEndpoint).FullName!), e, session.Id);
            socket.Abort();
        }

        return Results.Empty;
    }

    [LoggerMessage(EventId = 200, Level = LogLevel.Error, Message = "A connection to session {Session} failed and was cut; the client comes again")]
    private static partial void LogFailed(ILogger logger, Exception exception, string session);
}
