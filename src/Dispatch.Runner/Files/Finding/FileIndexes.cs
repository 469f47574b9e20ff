using System.Collections.Concurrent;

namespace Dispatch.Runner.Files.Finding;

/// <summary>The index of each workspace's folder, made when it is first asked for.</summary>
internal sealed class FileIndexes(WorkspaceFolders folders, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, FileIndex> _indexes = new(StringComparer.Ordinal);

    public FileIndex Of(string workspace) => _indexes.GetOrAdd(folders.Find(workspace), folder => new FileIndex(folder, time));
}
