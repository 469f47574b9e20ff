using Dispatch.Protocol.Access;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Files.Git;
using Dispatch.Runner.Files.Ignoring;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Files.Endpoints;

internal static class ListFolder
{
    private const int Most = 1000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("", HandleAsync)
            .RequireCapability(Capabilities.FileRead)
            .WithName("listFolder").WithSummary("A folder's entries, a part at a time")
            .WithDescription("Folders first, then by name. 'limit' is at most 1000, and that when absent; 'after' is the last answer's 'next'.")
            .Produces<FolderListing>().Refuses(ErrorKind.Invalid, ErrorKind.Forbidden, ErrorKind.NotFound, ErrorKind.Conflict);

    private static async Task<IResult> HandleAsync(
        string workspace, string? path, string? after, int? limit, WorkspaceFolders folders, GitStatuses statuses, TimeProvider time,
        CancellationToken cancellation)
    {
        var folder = FilePath.Parse(path);
        using var root = folders.Open(workspace);
        var page = FolderPage.Read(root, folder, after, Math.Clamp(limit ?? Most, 1, Most), time.GetUtcNow());
        var rules = IgnoreRules.Load(root, folder);
        var git = await statuses.SoonAsync(root, folder, cancellation);
        return Results.Ok(page with { Entries = [.. page.Entries.Select(entry => Mark(entry, folder.Child(entry.Name), rules, git))] });
    }

    private static FileEntry Mark(FileEntry entry, FilePath path, IgnoreRules rules, GitSnapshot? git)
    {
        var isFolder = entry.Kind == FileKind.Folder;
        return rules.Ignores(path, isFolder) ? entry with { Ignored = true } : entry with { Git = git?.Of(path, isFolder) };
    }
}
