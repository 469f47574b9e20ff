using Dispatch.Protocol.Access;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Files.Endpoints;

internal static class MakeFolderEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/folders", Handle)
            .RequireCapability(Capabilities.FileWrite)
            .WithName("makeFolder").WithSummary("Make a folder, and those above it that are missing")
            .Produces<FileDetails>().Refuses(ErrorKind.Invalid, ErrorKind.Forbidden, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Unavailable);

    private static IResult Handle(string workspace, MakeFolder request, WorkspaceFolders folders)
    {
        var path = FilePath.Parse(request.Path);
        using var root = folders.Open(workspace);
        return WriteTarget.MakeFolders(root, path) ? Results.Ok(Entries.Details(root, path)) : throw FileFault.Exists(path.Text);
    }
}
