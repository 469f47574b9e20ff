using System.Collections.Concurrent;
using Dispatch.Protocol.Files;
using Dispatch.Runner.Blobs;
using Dispatch.Runner.Disks;
using Dispatch.Runner.Files;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Files.Finding;

namespace Dispatch.Runner.Agents.Changes;

/// <summary>Looks through folders that agents work in. What a look before knows by its revision isn't read again.</summary>
internal sealed class FolderSnapshots(BlobStores blobs, DiskRoom room, TimeProvider time) : IDisposable
{
    private const int MostFiles = 20_000;
    private const int Attempts = 3;
    private const long MostBytes = 256L * 1024 * 1024;
    private static readonly TimeSpan LongestWalk = TimeSpan.FromSeconds(5);

    // What was too much a moment ago still is.
    private static readonly TimeSpan Believed = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    // One at a time: they read the whole folder, and more at once would only be slower.
    private readonly SemaphoreSlim _one = new(1);

    // Of one folder each workspace has its own: the contents are kept with the workspace.
    private readonly ConcurrentDictionary<(string Workspace, string Folder), (FolderSnapshot Snapshot, DateTimeOffset At, long Begun)> _latest = [];

    /// <summary>The folder as it is, by a look of one's own or one that another began in time: agents of a workspace that begin together in one folder share it.</summary>
    /// <param name="known">What was kept of an earlier look, when this runner has made none.</param>
    /// <param name="asked">When a look may have begun, by the clock's timestamps.</param>
    public async Task<FolderSnapshot> TakeAsync(string workspace, string folder, FolderSnapshot? known, long asked)
    {
        await _one.WaitAsync();
        try
        {
            var (now, begun) = (time.GetUtcNow(), time.GetTimestamp());
            var looked = _latest.TryGetValue((workspace, folder), out var latest);
            var before = looked ? latest.Snapshot : known ?? FolderSnapshot.Empty;
            if ((looked && latest.Begun >= asked) || (before.Incomplete is not null && now - latest.At < Believed))
            {
                return before;
            }

            var taken = Take(workspace, folder, before);
            _latest[(workspace, folder)] = (taken, now, begun);

            // A folder that nobody works in any more, or whose workspace was removed. What a session keeps of its own is still known.
            foreach (var (idle, _) in _latest.Where(one => now - one.Value.At > Remembered))
            {
                _latest.TryRemove(idle, out _);
            }

            return taken;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private FolderSnapshot Take(string workspace, string folder, FolderSnapshot before)
    {
        if (room.IsFull)
        {
            return FolderSnapshot.Empty with { Incomplete = "the disk is full" };
        }

        using var root = FileRoot.Open(folder);
        var (found, why) = Look(root);
        if (why is not null)
        {
            return FolderSnapshot.Empty with { Incomplete = $"{why} in {folder}" };
        }

        var files = before.Files.ToBuilder();
        var store = blobs.Of(workspace);
        var read = 0L;
        foreach (var (path, stat) in found)
        {
            if (files.TryGetValue(path, out var known) && known.Revision == stat.Revision)
            {
                continue;
            }

            read += stat.Size <= BlobStore.LargestContent ? stat.Size : 0;
            if (read > MostBytes)
            {
                return FolderSnapshot.Empty with { Incomplete = $"there is more than {MostBytes >> 20} MB in {folder}" };
            }

            files[path] = Read(root, path, stat, store);
        }

        files.RemoveRange([.. files.Keys.Where(path => !found.ContainsKey(path))]);
        return new FolderSnapshot(files.ToImmutable());
    }

    /// <returns>What is there, and why that isn't all; null when it is.</returns>
    private (Dictionary<string, FileStat> Found, string? Why) Look(FileRoot root)
    {
        var found = new Dictionary<string, FileStat>(StringComparer.Ordinal);
        using var limit = new CancellationTokenSource(LongestWalk, time);
        try
        {
            return Walk.Run(root, ignored: false, file => Add(found, file), limit.Token) ? (found, null) : (found, $"there are more than {MostFiles} files");
        }
        catch (OperationCanceledException)
        {
            return (found, $"more than {LongestWalk.TotalSeconds} s are needed to look for all files");
        }
    }

    private static bool Add(Dictionary<string, FileStat> found, Parent file)
    {
        if (file.TryStat() is { Kind: FileKind.File } stat)
        {
            found[file.Path.Text] = stat;
        }

        return found.Count <= MostFiles;
    }

    // A content belongs to the revision that it had while it was read: one that is written at this moment is neither what was there nor what will be.
    private static SnapshotFile Read(FileRoot root, string path, FileStat stat, BlobStore store)
    {
        for (var attempt = 0; attempt < Attempts && stat.Size <= BlobStore.LargestContent; attempt++)
        {
            try
            {
                var content = WorkFile.Read(root, FilePath.Parse(path));
                var after = root.Stat(FilePath.Parse(path));
                if (after.Revision == stat.Revision)
                {
                    return new SnapshotFile(stat.Revision, stat.ChangedNanoseconds, store.Put(content));
                }

                stat = after;
            }
            catch (FileFaultException)
            {
                break;
            }
        }

        return new SnapshotFile(stat.Revision, stat.ChangedNanoseconds, null);
    }
}
