using System.Globalization;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Workspaces.Worktrees;

/// <summary>
/// Makes, looks at, merges and removes worktrees, one at a time. git itself knows which there are: nothing else is kept of them. What a worktree
/// says of its repository is never believed, as an agent can write there; git is told where both are.
/// </summary>
internal sealed class WorktreeKeeper(DataFolder data, SessionRegistry sessions, TimeProvider time) : IDisposable
{
    private const int MostNamed = 20;
    private readonly SemaphoreSlim _one = new(1);

    public async Task<WorktreeList> ListAsync(Workspace workspace, CancellationToken cancellation)
    {
        if (WorktreePlace.Repository(workspace.Info.Folder) is not { } git)
        {
            return new WorktreeList([], WorktreeRules.NoRepository(workspace.Info.Folder).Message);
        }

        var found = new List<Worktree>();
        foreach (var name in Names(workspace))
        {
            found.Add(await LookAsync(workspace, WorktreePlace.Of(data, workspace.Id, git, name), cancellation));
        }

        return new WorktreeList(found);
    }

    public async Task<(Worktree? Made, Error? Error)> AddAsync(Workspace workspace, string name, CancellationToken cancellation) => WorktreeRules.Name(name) is { } bad
        ? (null, bad)
        : await OneAsync(() => MakeAsync(workspace, name, cancellation), cancellation);

    /// <summary>With a name that begins so, and is of no other.</summary>
    public async Task<(Worktree? Made, Error? Error)> AddFreeAsync(Workspace workspace, string begin, CancellationToken cancellation) => await OneAsync(
        async () =>
        {
            begin = new string([.. begin.ToLowerInvariant().Where(c => char.IsAsciiLetterOrDigit(c) || c == '-').SkipWhile(c => c == '-').Take(30)]);
            var (made, error) = ((Worktree?)null, (Error?)WorktreeRules.TooMany);
            for (var number = 1; number <= 3 * WorktreeRules.Most && made is null; number++)
            {
                (made, error) = await MakeAsync(workspace, $"{(begin.Length == 0 ? "agent" : begin)}-{number}", cancellation);
                if (error is { Code: not "worktree.exists" })
                {
                    break;
                }
            }

            return (made, error);
        }, cancellation);

    /// <summary>Into the workspace's present branch, or not at all.</summary>
    public Task<(Worktree? Merged, Error? Error)> MergeAsync(Workspace workspace, string name, string? message, CancellationToken cancellation) => OneAsync(
        async () =>
        {
            var (place, worktree, error) = await FindAsync(workspace, name, cancellation);
            var refused = worktree is null ? error : await new WorktreeMerge(Git(place!), worktree, workspace.Info.Folder).DoAsync(message);
            return refused is not null ? ((Worktree?)null, refused) : (await LookAsync(workspace, place!, cancellation), null);
        }, cancellation);

    /// <summary>Null when it is gone, and its branch.</summary>
    /// <param name="lose">Also with work that is nowhere else.</param>
    public async Task<Error?> RemoveAsync(Workspace workspace, string name, bool lose, CancellationToken cancellation)
    {
        var (_, error) = await OneAsync(
            async () =>
            {
                var (place, worktree, missing) = await FindAsync(workspace, name, cancellation);
                var refusal = worktree is null ? missing
                    : worktree.Sessions.Count > 0 ? WorktreeRules.InUse(worktree)
                    : lose ? null
                    : worktree.Problem is not null ? WorktreeRules.Unknown(worktree)
                    : worktree.Uncommitted > 0 || worktree.Ahead > 0 ? WorktreeRules.Unsaved(worktree)
                    : null;
                return ((Worktree?)null, refusal ?? await TakeAwayAsync(place!));
            }, cancellation);
        return error;
    }

    /// <summary>Before a workspace and all its worktrees' folders go: what its repository has of them goes too.</summary>
    public Task ForgetAllAsync(Workspace workspace) => OneAsync(
        async () =>
        {
            if (WorktreePlace.Repository(workspace.Info.Folder) is { } repository)
            {
                foreach (var name in Names(workspace).ToArray())
                {
                    try
                    {
                        await ForgetAsync(WorktreePlace.Of(data, workspace.Id, repository, name));
                    }
                    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                    {
                        // git itself forgets it, once its folder is gone.
                    }
                }
            }

            return (null, null);
        }, CancellationToken.None);

    public void Dispose() => _one.Dispose();

    private async Task<(Worktree? Made, Error? Error)> OneAsync(Func<Task<(Worktree?, Error?)>> action, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            return await action();
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<(Worktree?, Error?)> MakeAsync(Workspace workspace, string name, CancellationToken cancellation)
    {
        var folder = workspace.Info.Folder;
        if (WorktreePlace.Repository(folder) is not { } repository)
        {
            return (null, WorktreeRules.NoRepository(folder));
        }

        var place = WorktreePlace.Of(data, workspace.Id, repository, name);
        var git = Git(place);
        if (Path.Exists(place.Folder) || Path.Exists(place.Own) || (await git.MainAsync("rev-parse", "--verify", "--quiet", $"refs/heads/{place.Branch}")).Ok)
        {
            return (null, WorktreeRules.Exists(name));
        }

        if (Names(workspace).Count() >= WorktreeRules.Most)
        {
            return (null, WorktreeRules.TooMany);
        }

        if (!(await git.MainAsync("rev-parse", "--verify", "--quiet", "HEAD^{commit}")).Ok)
        {
            return (null, WorktreeRules.NoCommit(folder));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(place.Folder)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var made = await git.MainAsync("worktree", "add", "--quiet", "-b", place.Branch, place.Folder, "HEAD");
        if (!made.Ok)
        {
            await TakeAwayAsync(place);
            return (null, WorktreeRules.Failed("Making the worktree", made.Said));
        }

        return (await LookAsync(workspace, place, cancellation), null);
    }

    private async Task<(WorktreePlace? Place, Worktree? Worktree, Error? Error)> FindAsync(Workspace workspace, string name, CancellationToken cancellation) =>
        WorktreeRules.Name(name) is null && Names(workspace).Contains(name) && WorktreePlace.Repository(workspace.Info.Folder) is { } git
            && WorktreePlace.Of(data, workspace.Id, git, name) is var place
            ? (place, await LookAsync(workspace, place, cancellation), null)
            : (null, null, WorktreeRules.NotFound(name));

    private async Task<Worktree> LookAsync(Workspace workspace, WorktreePlace place, CancellationToken cancellation)
    {
        var running = sessions.All.Where(session => session.Alive && Agents.Policy.Place.IsWithin(session.Info.Cwd, place.Folder)).Select(session => session.Id).ToArray();
        var git = Git(place);
        var head = await git.MainAsync("symbolic-ref", "--short", "--quiet", "HEAD");
        var status = await git.OwnAsync(WorktreeMerge.Status);

        // Commits that are on no branch are work too.
        var at = await git.OwnAsync("rev-parse", "--verify", "HEAD^{commit}");
        var on = await git.OwnAsync("symbolic-ref", "--quiet", "HEAD");
        var branch = $"refs/heads/{place.Branch}";
        var ahead = await git.MainAsync(["rev-list", "--count", branch, .. at.Ok ? (string[])[at.Output.Trim()] : [], "--not", "HEAD", "--"]);
        var behind = await git.MainAsync("rev-list", "--count", "HEAD", "--not", branch, "--");
        var files = WorktreeMerge.Files(status);
        var doing = WorktreeGit.InProgress(place.Own);
        return new Worktree(
            place.Name, place.Branch, place.Folder, head.Ok ? head.Output.Trim() : null, Count(ahead), Count(behind), files.Length, [.. files.Take(MostNamed)], running,
            Refused(status) ?? Refused(at) ?? Refused(ahead) ?? Refused(behind)
                ?? (doing is not null ? $"it is in the middle of {doing}" : on.Output.Trim() != branch ? $"its commits aren't on {place.Branch}, but on {(on.Ok ? on.Output.Trim() : "no branch")}" : null));

        static int Count(GitAnswer answer) => int.TryParse(answer.Output.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && answer.Ok ? count : 0;

        static string? Refused(GitAnswer answer) => answer.Ok ? null : answer.Said.TrimEnd('.');
    }

    // Of the worktree alone: others of the repository may lie on a disk that isn't there just now, and aren't to be forgotten.
    private async Task<Error?> TakeAwayAsync(WorktreePlace place)
    {
        await Git(place).MainAsync("worktree", "remove", "--force", "--force", place.Folder);
        if (Directory.Exists(place.Folder))
        {
            Directory.Delete(place.Folder, recursive: true);
        }

        return await ForgetAsync(place);
    }

    private async Task<Error?> ForgetAsync(WorktreePlace place)
    {
        if (place.IsOwn())
        {
            Directory.Delete(place.Own, recursive: true);
        }

        var branch = await Git(place).MainAsync("branch", "--quiet", "-D", "--", place.Branch);
        return branch.Ok || branch.Said.Contains("not found", StringComparison.Ordinal) ? null : WorktreeRules.BranchLeft(place, branch.Said);
    }

    private WorktreeGit Git(WorktreePlace place) => new(place, time);

    private IEnumerable<string> Names(Workspace workspace) => WorktreePlace.All(data, workspace.Id) is var all && Directory.Exists(all)
        ? Directory.EnumerateDirectories(all).Select(folder => Path.GetFileName(folder)).Where(name => WorktreeRules.Name(name) is null).Order(StringComparer.Ordinal)
        : [];
}
