using Dispatch.Protocol.Access;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Files.Endpoints;

internal static class GetFileInfo
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/info", Handle)
            .RequireCapability(Capabilities.FileRead)
            .WithName("getFileInfo").WithSummary("What there is at a path")
            .WithDescription("A link is told as one, with the size and the revision of what it leads to.")
            .Produces<FileDetails>().Refuses(ErrorKind.Invalid, ErrorKind.Forbidden, ErrorKind.NotFound, ErrorKind.Conflict);

    private static IResult Handle(string workspace, string? path, WorkspaceFolders folders)
    {
        using var root = folders.Open(workspace);
        return Results.Ok(Entries.Details(root, FilePath.Parse(path)));
    }
}
