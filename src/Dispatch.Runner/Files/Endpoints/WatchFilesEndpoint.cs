using System.Net.WebSockets;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Files.Watching;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Files.Endpoints;

/// <summary><c>GET /api/workspaces/{workspace}/files/watch</c>: the WebSocket <c>dispatch.files.v1</c>.</summary>
internal static class WatchFilesEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/watch", HandleAsync)
            .RequireCapability(Capabilities.FileRead)
            .WithName("watchFiles").WithSummary("Be told of changes on the disk (WebSocket)")
            .WithDescription("ToWatch and FromWatch as JSON text. A folder is watched for its own entries, not for what is below them.")
            .Produces(StatusCodes.Status101SwitchingProtocols).Refuses(ErrorKind.Invalid, ErrorKind.NotFound);

    private static async Task<IResult> HandleAsync(
        string workspace, HttpContext http, WorkspaceFolders folders, Inotify inotify, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        var folder = folders.Find(workspace);
        if (!http.WebSockets.IsWebSocketRequest || !http.WebSockets.WebSocketRequestedProtocols.Contains(WatchProtocol.Subprotocol))
        {
            throw new FileFaultException(new Error(
                ErrorKind.Invalid, "file.no-watch", $"This address is a WebSocket of the subprotocol {WatchProtocol.Subprotocol}. Connect to it as one."));
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(WatchProtocol.Subprotocol);
        try
        {
            await new WatchConnection(socket, folder, inotify, time).RunAsync(ending.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The client went away, and comes again if it likes.
            socket.Abort();
        }

        return Results.Empty;
    }
}
