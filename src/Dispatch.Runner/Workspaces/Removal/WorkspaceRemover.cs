using System.Security.Cryptography;
using Dispatch.Protocol;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Agents;
using Dispatch.Runner.Retention;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Workspaces.Worktrees;

namespace Dispatch.Runner.Workspaces.Removal;

/// <summary>Removes workspaces, one at a time: first it is gone for everyone, then its sessions are ended, then its log, its worktrees and, if asked, its folder go.</summary>
internal sealed class WorkspaceRemover(
    WorkspaceRegistry workspaces, SessionRegistry sessions, SessionCreation creation, Sealer sealer, Leftovers leftovers, WorktreeKeeper worktrees, AgentBook agents,
    DataFolder data, Limits limits, TimeProvider time)
    : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    public async Task<(WorkspaceRemoval? Preview, Error? Error)> PreviewAsync(string id, CancellationToken cancellation)
    {
        if (id == Workspace.Default)
        {
            return (null, WorkspaceRules.Home);
        }

        var workspace = workspaces.Find(id);
        if (workspace is null && workspaces.FindBroken(id) is null)
        {
            return (null, WorkspaceRules.NotFound(id));
        }

        var folder = workspace?.Info.Folder ?? "";
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var keeps = RemovalRules.Keeps(folder, home, data.Root, workspaces.All.Where(other => other != workspace).Select(other => (other.Info.Name, other.Info.Folder)));
        var own = sessions.All.Where(session => session.Workspace == workspace).ToArray();
        UnsavedWork[] work = [
            .. keeps is null ? await RepositoryLook.LookAsync(folder, time, cancellation) : [],
            .. workspace is not null ? RemovalRules.Unmerged(await worktrees.ListAsync(workspace, cancellation)) : []];
        var preview = new WorkspaceRemoval(
            "", folder, workspace?.Record.Made ?? false, keeps, [.. own.Where(session => session.Alive).Select(session => session.Info.Name).Order(StringComparer.Ordinal)],
            own.Count(session => !session.Alive), work.Length > 0 ? work : null);
        return (preview with { Token = RemovalRules.Token(preview) }, null);
    }

    /// <summary>Null when it is gone.</summary>
    public async Task<Error?> RemoveAsync(string id, string? confirm, string? deleteFolder, bool loseWork, string principal, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var (preview, error) = await PreviewAsync(id, cancellation);
            var refusal = error ?? RemovalRules.Refuse(preview!, confirm, deleteFolder, loseWork, WorktreePlace.All(data, id));
            if (refusal is not null)
            {
                return refusal;
            }

            // From here on it is finished, whoever waits for it.
            if (workspaces.Find(id) is { } workspace)
            {
                if (!await EndAllAsync(workspace, principal))
                {
                    return RemovalRules.NotEnded(workspace.Info.Name);
                }

                await worktrees.ForgetAllAsync(workspace);
            }
            else if (workspaces.FindBroken(id) is { } broken)
            {
                workspaces.Forget(broken);
            }

            // There are keys in it.
            agents.Change(page => page.McpServers.ContainsKey(id) ? (page with { McpServers = page.McpServers.Remove(id) }, null) : (null, null));

            // All of it is out of sight before the first of it is deleted, which may take a while.
            var aside = new List<(string Id, string Path)> { PutAside(Path.Combine(data.Workspaces, id)) };
            if (Directory.Exists(WorktreePlace.All(data, id)))
            {
                aside.Add(PutAside(WorktreePlace.All(data, id)));
            }

            if (deleteFolder is not null)
            {
                aside.Add(PutAside(preview!.Folder));
            }

            aside.ForEach(part => leftovers.Remove(part.Id, part.Path));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Error(ErrorKind.Failed, "workspace.folder-left", $"The workspace is removed, and not all of its folder: {e.Message.TrimEnd('.')}. Delete the rest by hand.");
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    // Noted before it is done: what is aside is deleted after a runner's death too.
    private (string Id, string Path) PutAside(string folder)
    {
        var id = RandomNumberGenerator.GetHexString(10, lowercase: true);
        var aside = Leftovers.Beside(folder, "removed", id);
        leftovers.Note(id, aside);
        Directory.Move(folder, aside);
        return (id, aside);
    }

    /// <summary>False when something goes on; then it is all there again.</summary>
    private async Task<bool> EndAllAsync(Workspace workspace, string principal)
    {
        workspaces.Take(workspace);

        // Who found it before may be in the middle of starting something.
        await creation.AloneAsync(() => Task.CompletedTask, CancellationToken.None);
        var own = sessions.All.Where(session => session.Workspace == workspace).ToArray();
        var ended = await Task.WhenAll(own.Select(EndAsync));
        if (ended.Contains(false))
        {
            workspaces.Return(workspace);
            return false;
        }

        foreach (var session in own)
        {
            await creation.RemoveAsync(session, principal, CancellationToken.None);
        }

        await sealer.LeaveAsync(workspace);
        await workspace.DisposeAsync();
        return true;
    }

    private async Task<bool> EndAsync(Session session)
    {
        if (session is { Alive: true, Input: { } input })
        {
            var ended = session.Ended;
            session.Driver.Stop(input);
            await ended.WaitAsync(TimeSpan.FromSeconds(limits.GraceSeconds), time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!ended.IsCompleted)
            {
                input.Signal("SIGKILL");
                await ended.WaitAsync(TimeSpan.FromSeconds(10), time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return !session.Alive;
    }
}
