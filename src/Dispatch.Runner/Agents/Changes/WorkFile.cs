using Dispatch.Protocol.Problems;
using Dispatch.Runner.Files;
using Dispatch.Runner.Files.Disk;

namespace Dispatch.Runner.Agents.Changes;

/// <summary>Reads and replaces whole files that agents work on; none is replaced that isn't what it is taken for.</summary>
internal static class WorkFile
{
    private const int Largest = 16 * 1024 * 1024;

    public static byte[] Read(FileRoot root, FilePath path)
    {
        var (file, stat) = root.OpenFile(path);
        using (file)
        {
            if (stat.Size > Largest)
            {
                throw FileFault.TooLarge(path.Text, $"more than {Largest >> 20} MB");
            }

            var bytes = new byte[stat.Size];
            return RandomAccess.Read(file, bytes, 0) == bytes.Length ? bytes : throw FileFault.Changed(path.Text);
        }
    }

    /// <returns>Null when there is nothing.</returns>
    public static byte[]? TryRead(FileRoot root, FilePath path)
    {
        try
        {
            return Read(root, path);
        }
        catch (FileFaultException fault) when (fault.Error.Code == "file.not-found")
        {
            return null;
        }
    }

    /// <param name="before">What it has to be; null for nothing.</param>
    /// <param name="after">What it is to be, and may be already; null for nothing.</param>
    /// <param name="guard">Looks at where it really lies, by the folder that is held open, and throws if that may not be changed.</param>
    public static void Replace(FileRoot root, FilePath path, byte[]? before, byte[]? after, Action<FilePath> guard)
    {
        var present = TryRead(root, path);
        if (Same(present, after))
        {
            return;
        }

        if (!Same(present, before))
        {
            throw FileFault.Changed(path.Text);
        }

        if (after is null)
        {
            using var entry = root.OpenParent(path);
            guard(root.Where(entry));
            if (entry.TryRemove(Protocol.Files.FileKind.File) is not 0 and var error)
            {
                throw FileFault.Of(error, path.Text);
            }

            return;
        }

        WriteTarget.MakeFolders(root, path.Parent);
        using var target = WriteTarget.Find(root, path, create: before is null);
        guard(root.Where(target));
        var known = target.TryStat();
        using var file = NewFile.Create(target);
        file.Write(after, 0);
        file.Place(there =>
        {
            if (there?.Revision != known?.Revision)
            {
                throw FileFault.Changed(path.Text);
            }
        });
    }

    /// <summary>Git's own folder is nobody's to change here: what is in it is run by git.</summary>
    public static void NotOfGit(FilePath real)
    {
        if (real.Text.Split('/').Contains(".git", StringComparer.OrdinalIgnoreCase))
        {
            throw new FileFaultException(new Error(ErrorKind.Forbidden, "agent.git-folder", $"'{real.Text}' is git's own. Use git to change it."));
        }
    }

    private static bool Same(byte[]? one, byte[]? other) => one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);
}
