using Dispatch.Runner.Native;

namespace Dispatch.Runner.Files.Disk;

/// <summary>
/// What a copy or a save had in a folder when the runner was killed. No listing has it; whoever lists the folder a day later has it removed. Uploads
/// can be gone on with for longer and have their own limit.
/// </summary>
internal static class CutOffWork
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public static void Remove(Descriptor folder, FilePath path, IEnumerable<FolderName> unfinished, DateTimeOffset now)
    {
        foreach (var name in unfinished.Where(static name => Temporary.IsOfOneRequest(name.Name)))
        {
            var entry = new Parent(folder, FilePath.ToNative(name.Name), path.Child(name.Name));
            try
            {
                if (entry.TryStat() is { } stat && now - stat.Modified > Kept)
                {
                    Tree.Remove(entry);
                }
            }
            catch (FileFaultException)
            {
                // Another account's, or the disk can't be written: it stays unseen.
            }
        }
    }
}
