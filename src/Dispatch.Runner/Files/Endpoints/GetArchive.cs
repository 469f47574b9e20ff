using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Sessions.Endpoints;
using Microsoft.AspNetCore.Http.Features;

namespace Dispatch.Runner.Files.Endpoints;

internal static class GetArchive
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/archive", HandleAsync)
            .RequireCapability(Capabilities.FileRead)
            .WithName("getArchive").WithSummary("A folder as a zip")
            .WithDescription("Made while it is sent. Links are in it as links; what can't be read is named in a text file at its end.")
            .Produces<byte[]>(contentType: ContentType).Refuses(ErrorKind.Invalid, ErrorKind.Forbidden, ErrorKind.NotFound, ErrorKind.Conflict);

    private const string ContentType = "application/zip";

    private static async Task<IResult> HandleAsync(string workspace, string? path, HttpContext http, WorkspaceFolders folders, CancellationToken cancellation)
    {
        var asked = FilePath.Parse(path);
        using var root = folders.Open(workspace);
        using var folder = root.OpenFolder(asked);
        var name = asked.IsRoot ? Path.GetFileName(root.Folder.TrimEnd('/')) : asked.Name;
        http.Response.ContentType = ContentType;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        var disposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName((name.Length > 0 ? name : "files") + ".zip");
        http.Response.Headers.ContentDisposition = disposition.ToString();
        // The last bytes of each file are written where the zip's own code closes it, which knows no other way.
        http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        await Archive.WriteAsync(folder, asked, name, http.Response.Body, cancellation);
        return Results.Empty;
    }
}
