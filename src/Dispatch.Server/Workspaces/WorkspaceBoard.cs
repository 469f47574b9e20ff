using Dispatch.Protocol.Access;
using Dispatch.Protocol.Server;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Access;
using Dispatch.Server.Identity;
using Dispatch.Server.Live;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Workspaces;

/// <summary>Which workspaces the runner says there are: told to whoever watches, and the sessions of those that are gone are dropped,
/// as the index is read anew from the runner. What people arranged stays until a workspace is removed: see <see cref="ForgetWorkspace"/>.</summary>
internal sealed class WorkspaceBoard(SessionIndexStore index, LiveHub hub, Foundation foundation)
{
    private volatile IReadOnlyList<WorkspaceInfo> _all = [];

    public async Task TakeAsync(IReadOnlyList<WorkspaceInfo> workspaces, CancellationToken cancellation)
    {
        if (workspaces.Count == 0)
        {
            // A runner has one at the least: this one just doesn't say.
            return;
        }

        var there = workspaces.Select(workspace => workspace.Id).ToHashSet(StringComparer.Ordinal);
        var gone = (await index.CursorAsync(foundation.Environment, cancellation)).Select(position => position.Workspace).Where(id => !there.Contains(id)).ToList();
        foreach (var workspace in gone)
        {
            await index.RemoveAsync(foundation.Environment, workspace, cancellation);
        }

        if (gone.Count > 0)
        {
            hub.Publish(new StreamSessions(await index.ListAsync(foundation.Environment, cancellation)));
        }

        if (!workspaces.SequenceEqual(_all))
        {
            _all = workspaces;
            hub.Publish(caller => All(caller));
        }
    }

    /// <returns>Null while the runner hasn't said which there are.</returns>
    public bool? Knows(string workspace) => _all.Count == 0 ? null : _all.Any(one => one.Id == workspace);

    /// <summary>Those that a caller may see.</summary>
    public StreamWorkspaces All(Caller caller) => new(
        [.. _all.Where(workspace => AccessDecision.Held(caller.Grants, [Capabilities.SessionList], workspace.Id).Count > 0)]);
}
