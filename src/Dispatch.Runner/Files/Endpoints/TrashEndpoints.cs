using Dispatch.Protocol.Access;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Files.Trash;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Files.Endpoints;

internal static class TrashEndpoints
{
    private const string Collection = "/trash";
    private const string Item = Collection + "/{id}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Collection, (string workspace, TrashFiles request, TrashBin trash, CancellationToken cancellation) =>
                Results.Ok(trash.Put(workspace, request.Paths, cancellation)))
            .RequireCapability(Capabilities.FileWrite)
            .WithName("trashFiles").WithSummary("Delete files and folders: they are kept for 30 days")
            .WithDescription("All or none. A link is deleted itself, not what it leads to.")
            .Produces<Trashed>().Refuses(ErrorKind.Invalid, ErrorKind.Forbidden, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Unavailable);
        routes.MapPost(Item + "/restore", (string workspace, string id, TrashBin trash, CancellationToken cancellation) =>
                Results.Ok(trash.Restore(workspace, id, cancellation)))
            .RequireCapability(Capabilities.FileWrite)
            .WithName("restoreFiles").WithSummary("Bring back what was deleted together")
            .WithDescription("Nothing is replaced: where something else is by now, it is an error, and what isn't back yet stays in the trash.")
            .Produces<Restored>().Refuses(ErrorKind.Invalid, ErrorKind.Forbidden, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Unavailable);
        routes.MapGet(Collection, (string workspace, TrashBin trash) => Results.Ok(trash.List(workspace)))
            .RequireCapability(Capabilities.FileRead)
            .WithName("listTrash").WithSummary("What was deleted and is still kept")
            .Produces<TrashList>().Refuses(ErrorKind.NotFound);
        routes.MapDelete(Item, (string workspace, string id, TrashBin trash) =>
            {
                trash.Delete(workspace, id);
                return Results.NoContent();
            })
            .RequireCapability(Capabilities.FileWrite)
            .WithName("emptyTrash").WithSummary("Delete for good what was deleted together")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.NotFound);
    }
}
