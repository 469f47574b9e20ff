using Dispatch.Protocol.Files;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Files.Ignoring;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Files.Finding;

/// <summary>All files below a folder but the ignored ones, without following links: what is looked through is bounded in number, depth and time.</summary>
internal static class Walk
{
    private const int Deepest = 64;

    // Where nobody ignores them: these are as large as they are uninteresting.
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal)
    {
        "node_modules", ".git", ".hg", ".svn", ".cache", ".npm", ".nuget", ".cargo", ".rustup", ".gradle", ".m2", "__pycache__", ".venv", ".dispatch",
    };

    /// <returns>False when there are more than were looked at.</returns>
    public static bool Run(FileRoot root, bool ignored, Func<Parent, bool> file, CancellationToken cancellation)
    {
        using var folder = root.OpenFolder(FilePath.Root);
        return Run(folder, FilePath.Root, ignored ? null : IgnoreRules.Root(root), 0, file, cancellation);
    }

    private static bool Run(Descriptor folder, FilePath path, IgnoreRules? rules, int depth, Func<Parent, bool> file, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        List<FolderName> names;
        try
        {
            names = FolderReader.Read(folder, path.Text);
        }
        catch (FileFaultException)
        {
            return true;
        }

        if (rules is not null && depth > 0 && names.Exists(name => name.Name == IgnoreFile.Name))
        {
            rules = rules.Below(path, folder);
        }

        foreach (var name in names)
        {
            var child = path.Child(name.Name);
            var kind = FolderReader.KindOf(folder, name);
            if (kind == FileKind.File)
            {
                if (rules?.Ignores(child, folder: false) != true && !file(new Parent(folder, FilePath.ToNative(name.Name), child)))
                {
                    return false;
                }
            }
            else if (kind == FileKind.Folder && depth < Deepest && name.Name != ".git"
                && (rules is null || (!Skipped.Contains(name.Name) && !rules.Ignores(child, folder: true)))
                && !Enter(folder, name, child, rules, depth, file, cancellation))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Enter(
        Descriptor above, FolderName name, FilePath path, IgnoreRules? rules, int depth, Func<Parent, bool> file, CancellationToken cancellation)
    {
        try
        {
            using var folder = new Parent(above, FilePath.ToNative(name.Name), path).Open(OpenFlags.ReadOnly | OpenFlags.Folder | OpenFlags.NonBlocking);
            return Run(folder, path, rules, depth + 1, file, cancellation);
        }
        catch (FileFaultException)
        {
            // Not to be read, or gone: not looked through.
            return true;
        }
    }
}
