using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Agents.Services;
using Dispatch.Runner.Blobs;
using Dispatch.Runner.Files;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents.Changes;

/// <summary>The folder that an agent works in: how it is looked at, what is kept of that, and who is told what a turn changed.</summary>
internal interface ITurnFolder
{
    /// <summary>The folder as it is, by a look that began when it was asked for or later.</summary>
    Task<FolderSnapshot> LookAsync(FolderSnapshot known, long asked);

    FileRoot Open();

    /// <returns>Null when nothing is known of what was there.</returns>
    FolderSnapshot? Load();

    /// <summary>Keeps what was there when a turn began, for a runner that comes after this one; one that knows nothing isn't kept.</summary>
    void Save(FolderSnapshot? snapshot);

    /// <param name="files">What changed, by its paths.</param>
    /// <param name="incomplete">Why that isn't all.</param>
    void Tell(int turn, IReadOnlyList<ChangedFile> files, string? incomplete);
}

/// <summary>That of a session.</summary>
internal sealed class TurnFolder(FolderSnapshots snapshots, BlobStores blobs, WorkspaceFolders folders, SessionRegistry sessions, Session session) : ITurnFolder
{
    // Of an event's 150 KB; the rest is the blob's.
    private const int MostBytes = 100_000;

    // What is on the disk: most turns change nothing.
    private object? _saved;

    private string Place => Path.Combine(folders.DataFolder(session.Workspace.Id, "baselines"), session.Id);

    public Task<FolderSnapshot> LookAsync(FolderSnapshot known, long asked) => snapshots.TakeAsync(session.Workspace.Id, WorkFolder.Of(session), known, asked);

    public FileRoot Open() => WorkFolder.Open(session);

    public FolderSnapshot? Load() => FolderSnapshot.Load(Place);

    public void Save(FolderSnapshot? snapshot)
    {
        var place = Place;
        if (snapshot is not { Incomplete: null })
        {
            // One that knows nothing isn't to be taken for one that knows of an empty folder.
            File.Delete(place);
            _saved = null;
        }
        else if (snapshot.Files != _saved)
        {
            _saved = null;
            snapshot.Save(place);
            _saved = snapshot.Files;
        }

        foreach (var other in Directory.EnumerateFiles(Path.GetDirectoryName(place)!))
        {
            if (sessions.Find(session.Workspace.Id, Path.GetFileNameWithoutExtension(other)) is null)
            {
                File.Delete(other);
            }
        }
    }

    public void Tell(int turn, IReadOnlyList<ChangedFile> files, string? incomplete)
    {
        var told = new List<ChangedFile>();
        var left = MostBytes;
        foreach (var file in files.TakeWhile(file => (left -= (3 * file.Path.Length) + 200) > 0))
        {
            told.Add(file);
        }

        var list = told.Count == files.Count ? null : JsonSerializer.SerializeToUtf8Bytes([.. files], Wire.Default.ListChangedFile);
        var kept = list is { Length: <= BlobStore.LargestContent } ? blobs.Of(session.Workspace.Id).Put(list) : null;
        AgentFacts.Append(session, AgentEvents.Changed, "", new AgentChanged(turn, told, files.Count - told.Count, kept, incomplete), Wire.Default.AgentChanged);
    }
}
