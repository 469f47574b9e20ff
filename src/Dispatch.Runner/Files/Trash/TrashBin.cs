using System.Security.Cryptography;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Files.Disk;

namespace Dispatch.Runner.Files.Trash;

/// <summary>
/// What was deleted, for a month: a folder of the runner's own for each time, with what was deleted as "0", "1", … and a record of where each was.
/// The record is there first, so whatever a killed runner had moved by then can come back.
/// </summary>
internal sealed class TrashBin(WorkspaceFolders folders, TimeProvider time)
{
    private const string Folder = "trash";
    private const string Record = "record.json";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly Lock _gate = new();

    public Trashed Put(string workspace, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        using var root = folders.Open(workspace);
        var asked = paths.Select(FilePath.Parse).Distinct().ToList();
        var named = asked.Where(path => !asked.Any(other => other != path && path.IsInside(other))).ToList();
        if (named.Count == 0)
        {
            throw FileFault.BadName("");
        }

        foreach (var path in named)
        {
            using var entry = path.IsRoot ? throw FileFault.TheFolderItself("deleted") : root.OpenParent(path);
            entry.Stat();
        }

        lock (_gate)
        {
            Sweep(workspace);
            var id = RandomNumberGenerator.GetHexString(12, lowercase: true);
            Note(workspace, new TrashItem(id, time.GetUtcNow(), [.. named.Select(path => path.Text)]));
            MoveAll(root, workspace, id, named, cancellation);
            return new Trashed(id, named.Count);
        }
    }

    public Restored Restore(string workspace, string id, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var item = Read(workspace, id) ?? throw NotFound(id);
            using var root = folders.Open(workspace);
            using var bin = FileRoot.Open(FolderOf(workspace, id));
            var restored = new List<string>();
            for (var i = 0; i < item.Paths.Count; i++)
            {
                var path = FilePath.Parse(item.Paths[i]);
                using var kept = bin.OpenParent(new FilePath($"{i}"));
                if (kept.TryStat() is null)
                {
                    continue;
                }

                WriteTarget.MakeFolders(root, path.Parent);
                using var back = root.OpenParent(path);
                Tree.Move(kept, back, cancellation);
                restored.Add(path.Text);
            }

            try
            {
                Remove(workspace, id);
            }
            catch (FileFaultException)
            {
                // All is back: what can't be removed beside it is tried again with the next look.
            }

            return new Restored(restored);
        }
    }

    public TrashList List(string workspace)
    {
        lock (_gate)
        {
            return new TrashList([.. Sweep(workspace).OrderByDescending(item => item.DeletedAt)]);
        }
    }

    public void Delete(string workspace, string id)
    {
        lock (_gate)
        {
            if (Read(workspace, id) is null)
            {
                throw NotFound(id);
            }

            Remove(workspace, id);
        }
    }

    private static FileFaultException NotFound(string id) => new(new Error(
        ErrorKind.NotFound, "trash.not-found", $"There is no '{id}' in the trash: it was taken out of it, or is older than {Kept.TotalDays:0} days. GET …/files/trash lists what there is."));

    // What can't be moved brings back what was moved before it.
    private void MoveAll(FileRoot root, string workspace, string id, List<FilePath> paths, CancellationToken cancellation)
    {
        using var bin = FileRoot.Open(FolderOf(workspace, id));
        var moved = 0;
        try
        {
            for (; moved < paths.Count; moved++)
            {
                using var entry = root.OpenParent(paths[moved]);
                using var kept = bin.OpenParent(new FilePath($"{moved}"));
                Tree.Move(entry, kept, cancellation);
            }
        }
        catch
        {
            for (var i = 0; i < moved; i++)
            {
                using var kept = bin.OpenParent(new FilePath($"{i}"));
                using var entry = root.OpenParent(paths[i]);
                Tree.Move(kept, entry, CancellationToken.None);
            }

            Remove(workspace, id);
            throw;
        }
    }

    /// <returns>What there is.</returns>
    // Nobody but who holds the gate moves anything here: what isn't whole is of a runner that was killed.
    private List<TrashItem> Sweep(string workspace)
    {
        var oldest = time.GetUtcNow() - Kept;
        var whole = new List<TrashItem>();
        foreach (var id in Ids(workspace).ToList())
        {
            try
            {
                if (Read(workspace, id) is { } item && item.DeletedAt >= oldest && HoldsAny(workspace, id))
                {
                    whole.Add(item);
                }
                else
                {
                    Remove(workspace, id);
                }
            }
            catch (FileFaultException)
            {
                // What can't be emptied now is tried again the next time, and keeps nobody from the rest.
            }
        }

        return whole;
    }

    private bool HoldsAny(string workspace, string id)
    {
        using var bin = FileRoot.Open(FolderOf(workspace, id));
        using var folder = bin.OpenFolder(FilePath.Root);
        var names = FolderReader.Read(folder, id, hidden: true);
        foreach (var half in names.Where(name => Temporary.Is(name.Name)))
        {
            try
            {
                Tree.Remove(new Parent(folder, FilePath.ToNative(half.Name), new FilePath(half.Name)));
            }
            catch (FileFaultException)
            {
                // No reason not to tell of what is whole beside it.
            }
        }

        return names.Any(name => name.Name != Record && !Temporary.Is(name.Name));
    }

    private IEnumerable<string> Ids(string workspace) => Directory.EnumerateDirectories(folders.DataFolder(workspace, Folder)).Select(path => Path.GetFileName(path)!);

    private string FolderOf(string workspace, string id) => Path.Combine(folders.DataFolder(workspace, Folder), id);

    private TrashItem? Read(string workspace, string id)
    {
        try
        {
            return id.All(char.IsAsciiHexDigitLower)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(FolderOf(workspace, id), Record)), Wire.Default.TrashItem)
                : null;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    private void Note(string workspace, TrashItem item)
    {
        var folder = FolderOf(workspace, item.Id);
        Directory.CreateDirectory(folder);
        var record = Path.Combine(folder, Record);
        try
        {
            File.WriteAllBytes(record + ".new", JsonSerializer.SerializeToUtf8Bytes(item, Wire.Default.TrashItem));
            File.Move(record + ".new", record);
        }
        catch (IOException)
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    // The record last: what is left by a runner that is killed meanwhile is still known.
    private void Remove(string workspace, string id)
    {
        using var bin = FileRoot.Open(folders.DataFolder(workspace, Folder));
        using (var open = bin.OpenFolder(new FilePath(id)))
        {
            foreach (var name in FolderReader.Read(open, id, hidden: true).Where(name => name.Name != Record))
            {
                Tree.Remove(new Parent(open, FilePath.ToNative(name.Name), new FilePath(id).Child(name.Name)));
            }
        }

        using var folder = bin.OpenParent(new FilePath(id));
        Tree.Remove(folder);
    }
}
