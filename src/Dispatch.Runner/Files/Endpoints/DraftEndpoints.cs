using Dispatch.Protocol.Access;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Files.Drafts;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Files.Endpoints;

internal static class DraftEndpoints
{
    private const string Route = "/drafts";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route + "/all", (string workspace, DraftStore drafts) => Results.Ok(drafts.List(workspace)))
            .RequireCapability(Capabilities.FileRead)
            .WithName("listDrafts").WithSummary("The files of which an unsaved text is kept")
            .Produces<DraftList>().Refuses(ErrorKind.NotFound);
        routes.MapGet(Route, (string workspace, string path, DraftStore drafts) => Results.Ok(drafts.Get(workspace, FilePath.Parse(path))))
            .RequireCapability(Capabilities.FileRead)
            .WithName("getDraft").WithSummary("An unsaved text")
            .Produces<Draft>().Refuses(ErrorKind.Invalid, ErrorKind.NotFound);
        routes.MapPut(Route, (string workspace, string path, KeepDraft draft, DraftStore drafts) => Results.Ok(drafts.Keep(workspace, FilePath.Parse(path), draft)))
            .RequireCapability(Capabilities.FileWrite)
            .WithName("keepDraft").WithSummary("Keep an unsaved text")
            .Produces<Draft>().Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.TooLarge);
        routes.MapDelete(Route, (string workspace, string path, DraftStore drafts) =>
            {
                drafts.Remove(workspace, FilePath.Parse(path));
                return Results.NoContent();
            })
            .RequireCapability(Capabilities.FileWrite)
            .WithName("discardDraft").WithSummary("Forget an unsaved text")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.Invalid, ErrorKind.NotFound);
    }
}
