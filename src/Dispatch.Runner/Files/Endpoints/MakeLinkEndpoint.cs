using Dispatch.Protocol.Access;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Files.Endpoints;

internal static class MakeLinkEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/links", Handle)
            .RequireCapability(Capabilities.FileWrite)
            .WithName("makeLink").WithSummary("Make a symbolic link")
            .WithDescription("It may say anything; through one that leads out of the workspace nothing is ever opened.")
            .Produces<FileDetails>().Refuses(ErrorKind.Invalid, ErrorKind.Forbidden, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Unavailable);

    private static IResult Handle(string workspace, MakeLink request, WorkspaceFolders folders)
    {
        var path = FilePath.Parse(request.Path);
        if (string.IsNullOrEmpty(request.Target) || request.Target.Contains('\0', StringComparison.Ordinal))
        {
            throw FileFault.BadName(request.Target ?? "");
        }

        using var root = folders.Open(workspace);
        using var link = root.OpenParent(path);
        link.MakeLink(FilePath.ToNative(request.Target));
        return Results.Ok(Entries.Details(root, path));
    }
}
