using Dispatch.Protocol.Access;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Files.Git;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Files.Endpoints;

internal static class GetGitStatus
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/git", HandleAsync)
            .RequireCapability(Capabilities.FileRead)
            .WithName("getGitStatus").WithSummary("What git says of the files")
            .WithDescription("Of the repository that 'path' lies in, the workspace's folder when absent. Without a repository there is no branch and no change.")
            .Produces<GitStatus>().Refuses(ErrorKind.Invalid, ErrorKind.Forbidden, ErrorKind.NotFound);

    private static async Task<IResult> HandleAsync(string workspace, string? path, WorkspaceFolders folders, GitStatuses statuses, CancellationToken cancellation)
    {
        using var root = folders.Open(workspace);
        var status = await statuses.NowAsync(root, FilePath.Parse(path), cancellation);
        return Results.Ok(status is null
            ? new GitStatus(null, null, null, [], false)
            : new GitStatus(status.Branch, status.Ahead, status.Behind, status.Changes, status.Truncated));
    }
}
