using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Terminals.Recordings;

namespace Dispatch.Runner.Terminals.Endpoints;

internal static class GetRecording
{
    private const long Usual = 4 * 1024 * 1024;
    private const long Most = 64 * 1024 * 1024;
    private const string ContentType = "application/x-ndjson";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(TerminalEndpoints.Item + "/recording", HandleAsync)
            .RequireCapability(Capabilities.SessionRead)
            .WithName("getRecording").WithSummary("A session's events as lines of JSON")
            .WithDescription("One RecordedEvent a line, after 'after' and up to 'through', until 'limit' bytes of output are told; the last line is a RecordingEnd.")
            .Produces<RecordedEvent>(contentType: ContentType).Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict);

    private static async Task<IResult> HandleAsync(
        string workspace, string id, long? after, long? through, long? limit, HttpContext http, SessionRegistry sessions, CancellationToken cancellation)
    {
        var (session, error) = TerminalRules.Find(sessions, workspace, id);
        if (session is null)
        {
            return error!.ToResult();
        }

        var from = after ?? 0;
        var to = Math.Min(through ?? long.MaxValue, session.Applied);
        if (from < 0 || through < from)
        {
            return TerminalRules.BadRange(from, through ?? to).ToResult();
        }

        if (limit is < 1 or > Most)
        {
            return TerminalRules.BadLimit(Most).ToResult();
        }

        http.Response.ContentType = ContentType;
        var end = new RecordingEnd(await WriteAsync(session, from, to, limit ?? Usual, http.Response.Body, cancellation));
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(end, Wire.Default.RecordingEnd), cancellation);
        await http.Response.Body.WriteAsync("\n"u8.ToArray(), cancellation);
        return Results.Empty;
    }

    /// <summary>Where to ask again; null when all was told.</summary>
    private static async Task<long?> WriteAsync(Session session, long after, long through, long limit, Stream body, CancellationToken cancellation)
    {
        var page = new RecordingPage(session.Events.Names, through);
        for (long output = 0; after < through;)
        {
            page.Begin(limit - output);
            await session.Workspace.Readers.ReadAsync(session.Log.Row, after, page, cancellation);
            if (page.Lines.IsEmpty)
            {
                return null;
            }

            await body.WriteAsync(page.Lines, cancellation);
            after = page.Last;
            output += page.Output;
            if (output >= limit && after < through)
            {
                return after;
            }
        }

        return null;
    }
}
