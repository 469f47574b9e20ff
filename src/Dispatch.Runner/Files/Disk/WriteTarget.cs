using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Files.Disk;

/// <summary>Where a file that is asked for is really written.</summary>
internal static class WriteTarget
{
    /// <summary>What a link leads to is written, not the link; that which leads nowhere could be meant either way, and is refused.</summary>
    /// <param name="create">Nothing may be there, so no link is followed.</param>
    public static Parent Find(FileRoot root, FilePath asked, bool create)
    {
        var parent = root.OpenParent(asked);
        using (var undo = new Undo(parent))
        {
            if (create || parent.TryStat() is not { Kind: FileKind.Link })
            {
                undo.Keep();
                return parent;
            }
        }

        try
        {
            return root.OpenParent(root.Resolve(asked));
        }
        catch (FileFaultException fault) when (fault.Error.Kind == ErrorKind.NotFound)
        {
            throw FileFault.LeadsNowhere(asked.Text);
        }
    }

    /// <summary>Makes the folders that are missing, each by a descriptor of the one above it.</summary>
    /// <returns>False when the last one was there already.</returns>
    public static bool MakeFolders(FileRoot root, FilePath path)
    {
        if (path.IsRoot)
        {
            return false;
        }

        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var parent = root.OpenParent(path);
                return parent.TryMakeFolder();
            }
            catch (FileFaultException fault) when (fault.Error.Code == "file.not-found" && attempt == 0 && !path.Parent.IsRoot)
            {
                MakeFolders(root, path.Parent);
            }
        }
    }

    private ref struct Undo(Parent parent)
    {
        private Parent? _parent = parent;

        public void Keep() => _parent = null;

        public readonly void Dispose() => _parent?.Dispose();
    }
}
