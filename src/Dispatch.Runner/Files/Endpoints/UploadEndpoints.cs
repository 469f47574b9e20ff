using Dispatch.Protocol.Access;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Files.Uploads;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Files.Endpoints;

internal static class UploadEndpoints
{
    private const string Collection = "/uploads";
    private const string Item = Collection + "/{id}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Collection, (string workspace, BeginUpload request, UploadStore uploads) => Results.Ok(uploads.Begin(workspace, request)))
            .RequireCapability(Capabilities.FileWrite)
            .WithName("beginUpload").WithSummary("Begin to send a file in parts")
            .WithDescription("It is seen under its name once it is finished, and kept for a week until then, over restarts too.")
            .Produces<Upload>().Refuses(ErrorKind.Invalid, ErrorKind.Forbidden, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Unavailable);
        routes.MapGet(Item, (string workspace, string id, UploadStore uploads) => Results.Ok(uploads.Get(workspace, id)))
            .RequireCapability(Capabilities.FileWrite)
            .WithName("getUpload").WithSummary("How much of a file has come")
            .Produces<Upload>().Refuses(ErrorKind.NotFound);
        routes.MapPatch(Item, async (string workspace, string id, long offset, HttpContext http, UploadStore uploads, CancellationToken cancellation) =>
            {
                http.AllowLargeBody();
                return Results.Ok(await uploads.WriteAsync(workspace, id, offset, http.Request.BodyReader, cancellation));
            })
            .RequireCapability(Capabilities.FileWrite)
            .WithName("continueUpload").WithSummary("Send the next part")
            .WithDescription("The body is the part, of any size. When the connection is cut, what had come by then is kept.")
            .Accepts<byte[]>("application/octet-stream")
            .Produces<Upload>().Refuses(ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.TooLarge, ErrorKind.Unavailable);
        routes.MapPost(Item + "/done", (string workspace, string id, UploadStore uploads) => Results.Ok(uploads.Finish(workspace, id)))
            .RequireCapability(Capabilities.FileWrite)
            .WithName("finishUpload").WithSummary("Give the file its name")
            .Produces<FileDetails>().Refuses(ErrorKind.Forbidden, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Unavailable);
        routes.MapDelete(Item, (string workspace, string id, UploadStore uploads) =>
            {
                uploads.Cancel(workspace, id);
                return Results.NoContent();
            })
            .RequireCapability(Capabilities.FileWrite)
            .WithName("cancelUpload").WithSummary("Take an upload back")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.NotFound);
    }
}
