using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Blobs;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Agents;

internal static class GetContentBlob
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/workspaces/{workspace}/contents/{hash}", Handle)
            .RequireCapability(Capabilities.FileRead)
            .WithName("getKeptContent").WithSummary("A content that a file had before or after an agent changed it").WithTags("Agents")
            .WithDescription("By the name that a change has for it: 64 hexadecimal digits. It never changes. Contents are kept up to limits.blobBytes of runner.json; the oldest go first.")
            .Produces<byte[]>(contentType: "application/octet-stream").Refuses(ErrorKind.NotFound);

    private static IResult Handle(string workspace, string hash, HttpContext http, BlobStores blobs)
    {
        if (blobs.Of(workspace).Find(hash) is not { } content)
        {
            return new Error(ErrorKind.NotFound, "agent.not-kept", "This content isn't kept any more. The file itself is as it is.").ToResult();
        }

        http.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return Results.Bytes(content, "application/octet-stream");
    }
}
