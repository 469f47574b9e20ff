using System.IO.Pipelines;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Terminals.Recordings;
using Dispatch.Runner.Workspaces;
using Microsoft.AspNetCore.Http.Features;

namespace Dispatch.Runner.Terminals.Endpoints;

internal static class ImportSession
{
    private const string ContentType = "application/x-asciicast";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(SessionEndpoints.Collection + "/import", HandleAsync)
            .RequireCapability(Capabilities.SessionCreate)
            .WithName("importSession").WithSummary("Make an ended session of a recording")
            .WithDescription("The body is asciicast, version 2 or 3. 'name' is what the session is called; the recording's title when absent.")
            .Accepts<byte[]>(ContentType, "application/octet-stream", "text/plain")
            .Produces<SessionInfo>(StatusCodes.Status201Created)
            .Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.TooLarge);

    private static async Task<IResult> HandleAsync(
        string workspace, string? name, HttpContext http, RecordingImport import, Limits limits, Workspace named, CancellationToken cancellation)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limits.ImportBytes;
        }

        var (session, error) = await import.RunAsync(named, PipeReader.Create(http.Request.Body), name, http.Caller().Principal, cancellation);
        return session is not null
            ? Results.Created($"/api/workspaces/{workspace}/sessions/{session.Id}", session.Info)
            : error!.ToResult();
    }
}
