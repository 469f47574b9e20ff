using System.Security.Cryptography;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Workspaces.Clones;

/// <summary>The clones that go on, and the last that ended.</summary>
internal sealed class RepositoryClones(
    WorkspacePlaces places, WorkspaceCreation creation, Leftovers leftovers, Limits limits, TimeProvider time, ILogger<RepositoryClones> logger) : IAsyncDisposable
{
    private const int MostRunning = 8;
    private const int MostEnded = 20;

    private readonly Lock _gate = new();
    private readonly List<RepositoryClone> _clones = [];

    public IReadOnlyList<CloneInfo> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _clones.Select(clone => clone.Info)];
            }
        }
    }

    public RepositoryClone? Find(string id)
    {
        lock (_gate)
        {
            return _clones.Find(clone => clone.Info.Id == id);
        }
    }

    public (RepositoryClone? Clone, Error? Error) Start(CloneRepository request)
    {
        if ((CloneRules.Url(request.Url) ?? SessionRules.FolderName(request.Folder)) is { } bad)
        {
            return (null, bad);
        }

        var url = request.Url.Trim();
        var name = request.Name?.Trim() is { Length: > 0 } given ? given : CloneRules.NameOf(url);
        var folder = WorkspacePlaces.Folder(request.Folder, name);
        if ((WorkspaceRules.Name(name) ?? places.RefuseNew(request.Folder, folder)) is { } refusal)
        {
            return (null, refusal);
        }

        lock (_gate)
        {
            if (_clones.Count(clone => clone.Info.State == RepositoryClone.Running) >= MostRunning)
            {
                return (null, CloneRules.TooMany(MostRunning));
            }

            if (_clones.Find(clone => clone.Info.State == RepositoryClone.Running && clone.Info.Folder == folder) is not null)
            {
                return (null, WorkspaceRules.FolderInUse(folder));
            }

            while (_clones.Count(clone => clone.Info.State != RepositoryClone.Running) > MostEnded)
            {
                var oldest = _clones.First(clone => clone.Info.State != RepositoryClone.Running);
                _clones.Remove(oldest);
                oldest.Dispose();
            }

            var info = new CloneInfo(RandomNumberGenerator.GetHexString(10, lowercase: true), CloneRules.Public(url), name, folder, RepositoryClone.Running);
            var clone = new RepositoryClone(info, url, leftovers, creation, TimeSpan.FromSeconds(limits.CloneSilenceSeconds), time, logger);
            _clones.Add(clone);
            clone.Begin();
            return (clone, null);
        }
    }

    /// <summary>A runner that stops leaves nothing half done.</summary>
    public async ValueTask DisposeAsync()
    {
        RepositoryClone[] running;
        lock (_gate)
        {
            running = [.. _clones.Where(clone => clone.Info.State == RepositoryClone.Running)];
        }

        await Task.WhenAll(running.Select(clone => clone.CancelAsync()));
        _clones.ForEach(clone => clone.Dispose());
    }
}
