using System.Text;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Files.Ignoring;

/// <summary>What is ignored in a folder: by the rules of every .gitignore from the workspace's folder down to it.</summary>
internal sealed class IgnoreRules
{
    private const int LargestFile = 256 * 1024;

    private readonly IgnoreRules? _above;
    private readonly IgnoreFile? _file;
    private readonly FilePath _folder;
    private readonly bool _all;

    private IgnoreRules(IgnoreRules? above, IgnoreFile? file, FilePath folder, bool all) => (_above, _file, _folder, _all) = (above, file, folder, all);

    /// <summary>Of a folder and those above it.</summary>
    public static IgnoreRules Load(FileRoot root, FilePath folder)
    {
        IgnoreRules? above = null;
        var all = false;
        if (!folder.IsRoot)
        {
            above = Load(root, folder.Parent);
            all = above.Ignores(folder, folder: true);
        }

        return new IgnoreRules(above, Read(root, folder), folder, all);
    }

    /// <summary>Of a folder below this one that has a file of its own, and is held open.</summary>
    public IgnoreRules Below(FilePath folder, Descriptor open) => new(this, Read(open, folder), folder, false);

    /// <summary>Where nothing is known of what is above: a walk begins here.</summary>
    public static IgnoreRules Root(FileRoot root) => new(null, Read(root, FilePath.Root), FilePath.Root, false);

    public bool Ignores(FilePath path, bool folder)
    {
        if (_all)
        {
            return true;
        }

        var name = path.Name;
        if (folder && name is ".git")
        {
            return true;
        }

        for (var rules = this; rules is not null; rules = rules._above)
        {
            var from = rules._folder.IsRoot ? path.Text : path.Text[(rules._folder.Text.Length + 1)..];
            if (rules._file?.Decide(from, name, folder) is { } said)
            {
                return said;
            }
        }

        return false;
    }

    private static IgnoreFile? Read(FileRoot root, FilePath folder)
    {
        if (root.TryOpen(folder, OpenFlags.Path | OpenFlags.Folder | OpenFlags.CloseOnExec, 0, out var open) != 0)
        {
            return null;
        }

        using (open)
        {
            return Read(open!, folder);
        }
    }

    private static IgnoreFile? Read(Descriptor folder, FilePath path)
    {
        var entry = new Parent(folder, FilePath.ToNative(IgnoreFile.Name), path.Child(IgnoreFile.Name));
        try
        {
            if (entry.TryStat() is not { Kind: Protocol.Files.FileKind.File, Size: <= LargestFile } stat)
            {
                return null;
            }

            using var file = entry.Open(OpenFlags.ReadOnly | OpenFlags.NonBlocking);
            var bytes = new byte[stat.Size];
            var count = file.Read(bytes);
            return count <= 0 ? null : IgnoreFile.Parse(Encoding.UTF8.GetString(bytes, 0, count));
        }
        catch (FileFaultException)
        {
            return null;
        }
    }
}
