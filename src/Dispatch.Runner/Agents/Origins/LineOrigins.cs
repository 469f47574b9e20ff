using System.Text;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Agents.Changes;
using Dispatch.Runner.Agents.Services;
using Dispatch.Runner.Blobs;
using Dispatch.Runner.Files;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Agents.Origins;

/// <summary>Goes back from a line of a file through all that agents changed in it, to the turn that wrote it.</summary>
internal sealed class LineOrigins(SessionRegistry sessions, BlobStores blobs)
{
    /// <param name="line">From 1.</param>
    /// <returns>Null when no agent that is known here did.</returns>
    public async Task<AgentOrigin?> FindAsync(Workspace workspace, FilePath path, int line, CancellationToken cancellation)
    {
        using var root = FileRoot.Open(workspace.Info.Folder);
        var text = Text(WorkFile.Read(root, path));
        var store = blobs.Of(workspace.Id);
        var history = new List<(FileTurn Change, FileTurns Of)>();
        foreach (var session in sessions.All.Where(session => session.Workspace == workspace && session.Info.Kind == AgentDriver.Kind && WorkFolder.Of(session) == workspace.Info.Folder))
        {
            var turns = new FileTurns(session, store, path.Text, Path.Combine(workspace.Info.Folder, path.Text));
            await workspace.Readers.OutlineAsync(session.Log.Row, 0, facts: true, turns, cancellation);
            history.AddRange(turns.Changes.Select(change => (change, turns)));
        }

        int? at = line - 1;
        foreach (var (change, of) in history.OrderByDescending(step => step.Change.Time))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Content(store, change.Before) is not { } before || Content(store, change.After) is not { } after)
            {
                return null;
            }

            // What somebody wrote since isn't the agent's.
            at = LineMap.Before(after, text, at.Value);
            if (at is not { } there)
            {
                return null;
            }

            at = LineMap.Before(before, after, there);
            if (at is null)
            {
                return change.Turn == 0 ? null : of.Origin(change);
            }

            text = before;
        }

        return null;
    }

    private static string? Content(BlobStore store, string? hash) => hash is null ? "" : store.Find(hash) is { } bytes ? Text(bytes) : null;

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
