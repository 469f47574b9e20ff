using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol.Files;

namespace Dispatch.Cli.Files;

internal static class CopyCommand
{
    public static DispatchCommand Create()
    {
        var source = new Argument<string>("source") { Description = "What is copied: a path here, or WORKSPACE:PATH. ':PATH' is of the workspace of --workspace." };
        var target = new Argument<string>("target") { Description = "Where to: the same. Into it, when it is a folder." };
        var recursive = new Option<bool>("--recursive", "-r") { Description = "Folders too, with all that is in them." };
        var keep = new Option<bool>("--no-clobber", "-n") { Description = "Replace no file; else those that are there are." };
        var json = new Option<bool>("--json") { Description = "The sum as JSON, for programs." };
        return new DispatchCommand(
            "cp",
            "Copy files between this machine and a workspace.",
            "dispatch cp report.pdf :docs/",
            "dispatch cp -r :src ./src-copy",
            "dispatch cp shop:a.txt shop:b.txt")
        {
            source, target, recursive, keep, json, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            var (from, to) = (Place.Parse(parsed.GetRequiredValue(source)), Place.Parse(parsed.GetRequiredValue(target)));
            if (from.Workspace is null && to.Workspace is null)
            {
                throw Failure.Usage($"Neither '{from}' nor '{to}' is of a workspace. Write one as WORKSPACE:PATH, or :PATH");
            }

            if (from.Workspace is not null && to.Workspace is not null && from.Workspace != to.Workspace)
            {
                throw Failure.Usage($"'{from}' and '{to}' are of two workspaces. Copy to this machine first, then from it");
            }

            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            from = await from.FindAsync(connection, parsed, cancellation);
            to = await to.FindAsync(connection, parsed, cancellation);
            var progress = new CopyProgress(parsed.GetValue(json));
            await CopyAsync(connection, from, to, parsed.GetValue(recursive), !parsed.GetValue(keep), progress, cancellation);
            progress.End();
        });
    }

    private static async Task CopyAsync(
        ServerConnection connection, Place from, Place to, bool recursive, bool replace, CopyProgress progress, CancellationToken cancellation)
    {
        if (to.Workspace is null)
        {
            var found = await FileApi.FindAsync(connection, from, cancellation) ?? throw Missing(from);
            var into = Directory.Exists(to.Path) && from.Name.Length > 0 ? to.Child(from.Name) : to;
            var downloading = new Downloading(connection, progress, replace);
            await (IsFolder(found)
                ? downloading.FolderAsync(Folder(from, recursive), into.Path, cancellation)
                : downloading.FileAsync(from, into.Path, found.Mode, cancellation));
            return;
        }

        var there = await FileApi.FindAsync(connection, to, cancellation);
        var target = there is not null && IsFolder(there) && from.Name.Length > 0 ? to.Child(from.Name) : to;
        if (from.Workspace is not null)
        {
            var found = await FileApi.FindAsync(connection, from, cancellation) ?? throw Missing(from);
            var copied = await FileApi.CopyAsync(connection, IsFolder(found) ? Folder(from, recursive) : from, target, cancellation);
            progress.Copied(copied.Size);
            return;
        }

        var uploading = new Uploading(connection, progress, replace);
        if (Directory.Exists(from.Path))
        {
            await uploading.FolderAsync(Folder(from, recursive).Path, target, cancellation);
        }
        else if (File.Exists(from.Path))
        {
            await uploading.FileAsync(from.Path, target, cancellation);
        }
        else
        {
            throw Missing(from);
        }
    }

    private static bool IsFolder(FileDetails found) => found.Kind == FileKind.Folder || found.LinksTo == LinkTarget.Folder;

    private static Place Folder(Place place, bool recursive) => recursive ? place : throw Failure.Usage($"'{place}' is a folder. Copy it with all that is in it by: dispatch cp -r");

    private static Failure Missing(Place place) => new($"There is no '{place}'. Check the path; a path of a workspace begins at its folder");
}
