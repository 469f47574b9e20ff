using Dispatch.Protocol.Access;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Files.Search;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Files.Endpoints;

internal static class ReplaceInFilesEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/replace", Handle)
            .RequireCapability(Capabilities.FileWrite)
            .WithName("replaceInFiles").WithSummary("Replace what was found, in the files that are named")
            .WithDescription("Each file is written whole or left alone, and left alone when it isn't the revision that is given.")
            .Produces<Replaced>().Refuses(ErrorKind.Invalid, ErrorKind.NotFound);

    private static IResult Handle(string workspace, ReplaceInFiles request, WorkspaceFolders folders, CancellationToken cancellation)
    {
        using var root = folders.Open(workspace);
        return Results.Ok(Replacing.Run(root, request, cancellation));
    }
}
