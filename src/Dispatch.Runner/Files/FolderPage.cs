using Dispatch.Protocol.Files;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Files;

/// <summary>
/// A part of a folder's entries in their order. A folder may have as many as it likes: their names are all read, and only those of the part are
/// sorted and looked at.
/// </summary>
internal static class FolderPage
{
    private const char FolderMark = 'd';
    private const char FileMark = 'f';

    public static FolderListing Read(FileRoot root, FilePath path, string? after, int limit, DateTimeOffset now)
    {
        using var folder = root.OpenFolder(path);
        var names = FolderReader.Read(folder, path.Text, hidden: true);
        var unfinished = names.Where(static name => Temporary.Is(name.Name)).ToList();
        if (unfinished.Count > 0)
        {
            names.RemoveAll(static name => Temporary.Is(name.Name));
            CutOffWork.Remove(folder, path, unfinished, now);
        }

        var (start, startName) = after is [FolderMark or FileMark, ..] ? (after[0], after[1..]) : ('\0', "");
        var smallest = new PriorityQueue<(char Mark, FolderName Name), (char, string)>(Descending.Instance);
        foreach (var name in names)
        {
            var mark = IsFolder(root, folder, path, name) ? FolderMark : FileMark;
            if (start != '\0' && Order.Instance.Compare((mark, name.Name), (start, startName)) <= 0)
            {
                continue;
            }

            if (smallest.Count <= limit)
            {
                smallest.Enqueue((mark, name), (mark, name.Name));
            }
            else
            {
                smallest.EnqueueDequeue((mark, name), (mark, name.Name));
            }
        }

        // One more than asked for tells whether there is a next part.
        var more = smallest.Count > limit;
        if (more)
        {
            smallest.Dequeue();
        }

        var part = new (char Mark, FolderName Name)[smallest.Count];
        for (var i = part.Length - 1; i >= 0; i--)
        {
            part[i] = smallest.Dequeue();
        }

        var entries = new List<FileEntry>(part.Length);
        foreach (var (_, name) in part)
        {
            // Gone since: whoever watches is told.
            if (FileStat.TryOf(folder, FilePath.ToNative(name.Name), out var stat) == 0)
            {
                entries.Add(Entries.Describe(root, folder, path.Child(name.Name), stat));
            }
        }

        return new FolderListing(path.Text, entries, names.Count, more ? part[^1].Mark + part[^1].Name.Name : null);
    }

    private static bool IsFolder(FileRoot root, Descriptor folder, FilePath path, FolderName name) => FolderReader.KindOf(folder, name) switch
    {
        FileKind.Folder => true,
        FileKind.Link => Entries.LeadsTo(root, path.Child(name.Name)).LinksTo == LinkTarget.Folder,
        _ => false,
    };

    private sealed class Order : IComparer<(char Mark, string Name)>
    {
        public static Order Instance { get; } = new();

        public int Compare((char Mark, string Name) x, (char Mark, string Name) y) =>
            x.Mark != y.Mark ? x.Mark.CompareTo(y.Mark) : NaturalOrder.Instance.Compare(x.Name, y.Name);
    }

    private sealed class Descending : IComparer<(char, string)>
    {
        public static Descending Instance { get; } = new();

        public int Compare((char, string) x, (char, string) y) => Order.Instance.Compare(y, x);
    }
}
