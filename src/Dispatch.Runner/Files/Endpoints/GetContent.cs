using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Sessions.Endpoints;
using Microsoft.Net.Http.Headers;

namespace Dispatch.Runner.Files.Endpoints;

internal static class GetContent
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/content", Handle)
            .RequireCapability(Capabilities.FileRead)
            .WithName("getFileContent").WithSummary("A file's content, or a part of it")
            .WithDescription(
                "With Range a part, with If-None-Match 304 when it is known. The ETag is the file's revision; Dispatch-Kind is text or binary. " +
                "The type is the file's own only for images and PDF, text/plain for every other text. 'download' makes a browser save it.")
            .Produces<byte[]>(contentType: "application/octet-stream").Produces(StatusCodes.Status206PartialContent).Produces(StatusCodes.Status304NotModified)
            .Refuses(ErrorKind.Invalid, ErrorKind.Forbidden, ErrorKind.NotFound, ErrorKind.Conflict);

    private static IResult Handle(string workspace, string? path, int? download, HttpContext http, WorkspaceFolders folders)
    {
        var asked = FilePath.Parse(path);
        using var root = folders.Open(workspace);
        var (file, stat) = root.OpenFile(asked);
        Span<byte> looked = stackalloc byte[ContentKind.Looked];
        ReadOnlySpan<byte> start = looked[..RandomAccess.Read(file, looked, 0)];
        http.Response.Headers["Dispatch-Kind"] = ContentKind.Of(start);
        http.Response.Headers.XContentTypeOptions = "nosniff";

        // It may be shown while it is written: whoever keeps it asks whether it is still that.
        http.Response.Headers.CacheControl = "no-cache";
        return Results.Stream(
            new FileContent(file, stat.Size), ContentKind.MediaType(asked.Name, start), download == 1 ? asked.Name : null,
            stat.Modified, new EntityTagHeaderValue($"\"{stat.Revision}\""), enableRangeProcessing: true);
    }
}
