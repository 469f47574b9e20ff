using Dispatch.Protocol.Files;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Files;

/// <summary>Files as the API tells of them.</summary>
internal static class Entries
{
    public static FileDetails Details(FileRoot root, FilePath path)
    {
        if (path.IsRoot)
        {
            return Details(path, root.Stat(path), "", null, null);
        }

        using var parent = root.OpenParent(path);
        var stat = parent.Stat();
        if (stat.Kind != FileKind.Link)
        {
            return Details(path, stat, path.Name, null, null);
        }

        var (linksTo, behind) = LeadsTo(root, path);
        return Details(path, behind ?? stat, path.Name, FileName.ToText(parent.ReadLink()), linksTo);
    }

    public static FileEntry Describe(FileRoot root, Descriptor folder, FilePath path, FileStat stat)
    {
        if (stat.Kind != FileKind.Link)
        {
            return new FileEntry { Name = path.Name, Kind = stat.Kind, Size = stat.Size, Modified = stat.Modified, Mode = stat.Mode };
        }

        var (linksTo, behind) = LeadsTo(root, path);
        var shown = behind ?? stat;
        return new FileEntry
        {
            Name = path.Name,
            Kind = FileKind.Link,
            Size = shown.Size,
            Modified = shown.Modified,
            Mode = shown.Mode,
            Target = TryReadLink(folder, path),
            LinksTo = linksTo,
        };
    }

    /// <summary>What is behind a link, as long as that is inside.</summary>
    public static (LinkTarget LinksTo, FileStat? Stat) LeadsTo(FileRoot root, FilePath link)
    {
        if (root.TryOpen(link, OpenFlags.Path | OpenFlags.CloseOnExec, 0, out var file) != 0)
        {
            return (LinkTarget.None, null);
        }

        using (file)
        {
            var stat = FileStat.Of(file!, link.Text);
            return (stat.Kind switch { FileKind.Folder => LinkTarget.Folder, FileKind.File => LinkTarget.File, _ => LinkTarget.None }, stat);
        }
    }

    private static FileDetails Details(FilePath path, FileStat stat, string name, string? target, LinkTarget? linksTo) => new()
    {
        Path = path.Text,
        Name = name,
        Kind = linksTo is null ? stat.Kind : FileKind.Link,
        Size = stat.Size,
        Modified = stat.Modified,
        Mode = stat.Mode,
        Target = target,
        LinksTo = linksTo,
        Revision = stat.Revision,
    };

    private static string? TryReadLink(Descriptor folder, FilePath path)
    {
        try
        {
            return FileName.ToText(new Parent(folder, FilePath.ToNative(path.Name), path).ReadLink());
        }
        catch (FileFaultException)
        {
            // Replaced by something else since it was looked at.
            return null;
        }
    }
}
