using System.Collections.Concurrent;
using Dispatch.Runner.Files;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Blobs;

/// <summary>The contents that are kept of each workspace, beside its log.</summary>
internal sealed class BlobStores(WorkspaceFolders folders, Limits limits, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, BlobStore> _stores = new(StringComparer.Ordinal);

    public BlobStore Of(string workspace) => _stores.GetOrAdd(workspace, id => new BlobStore(folders.DataFolder(id, "blobs"), limits.BlobBytes, time));
}
