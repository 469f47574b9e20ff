using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Files.Git;

/// <summary>Which repository a folder belongs to: the nearest one at it or above it, inside the workspace.</summary>
internal static class Repositories
{
    public static FilePath? Find(FileRoot root, FilePath folder)
    {
        for (var path = folder; ; path = path.Parent)
        {
            if (root.TryOpen(path.Child(".git"), OpenFlags.Path | OpenFlags.CloseOnExec, 0, out var found) == 0)
            {
                found!.Dispose();
                return path;
            }

            if (path.IsRoot)
            {
                return null;
            }
        }
    }
}
