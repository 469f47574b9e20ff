using Dispatch.Protocol.Access;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Files.Endpoints;

internal static class CopyFileEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/copy", Handle)
            .RequireCapability(Capabilities.FileWrite)
            .WithName("copyFile").WithSummary("Copy a file, or a folder with all that is in it")
            .WithDescription("Links are copied as links. The copy is seen once it is whole.")
            .Produces<FileDetails>().Refuses(ErrorKind.Invalid, ErrorKind.Forbidden, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Unavailable);

    private static IResult Handle(string workspace, MoveFile request, WorkspaceFolders folders, CancellationToken cancellation)
    {
        var (source, target) = (FilePath.Parse(request.From), FilePath.Parse(request.To));
        if (source.IsRoot)
        {
            throw FileFault.TheFolderItself("copied");
        }

        using var root = folders.Open(workspace);
        using var from = root.OpenParent(source);
        using var to = root.OpenParent(target);
        if (target != source && root.Resolve(target.Parent).IsInside(root.Resolve(source.Parent).Child(source.Name)))
        {
            throw FileFault.IntoItself(source.Text, target.Text);
        }

        Tree.Copy(from, to, cancellation);
        return Results.Ok(Entries.Details(root, target));
    }
}
