using Dispatch.Protocol.Access;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Files.Endpoints;

internal static class ListFolder
{
    private const int Most = 1000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("", Handle)
            .RequireCapability(Capabilities.FileRead)
            .WithName("listFolder").WithSummary("A folder's entries, a part at a time")
            .WithDescription("Folders first, then by name. 'limit' is at most 1000, and that when absent; 'after' is the last answer's 'next'.")
            .Produces<FolderListing>().Refuses(ErrorKind.Invalid, ErrorKind.Forbidden, ErrorKind.NotFound, ErrorKind.Conflict);

    private static IResult Handle(string workspace, string? path, string? after, int? limit, WorkspaceFolders folders)
    {
        using var root = folders.Open(workspace);
        return Results.Ok(FolderPage.Read(root, FilePath.Parse(path), after, Math.Clamp(limit ?? Most, 1, Most)));
    }
}
