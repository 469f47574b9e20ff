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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
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
            if (worktree is null)
            {
                return ((Worktree?)null, error);
            }

            if (worktree.Problem is { } problem)
            {
                return (null, WorktreeRules.Failed("Looking at the worktree", problem));
            }

            if (worktree.Base is null)
            {
                return (null, WorktreeRules.NoBranch(workspace.Info.Folder));
            }

            if (worktree.Uncommitted > 0 && (string.IsNullOrWhiteSpace(message) ? WorktreeRules.Uncommitted(worktree) : await CommitAsync(place!, message)) is { } refused)
            {
                return (null, refused);
            }

            return await MergeIntoAsync(workspace, place!, worktree) is { } failed ? (null, failed) : (await LookAsync(workspace, place!, cancellation), null);
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
        if (WorktreePlace.Repository(folder) is not { } git)
        {
            return (null, WorktreeRules.NoRepository(folder));
        }

        var place = WorktreePlace.Of(data, workspace.Id, git, name);
        if (Path.Exists(place.Folder) || Path.Exists(place.Own) || (await MainAsync(place, "rev-parse", "--verify", "--quiet", $"refs/heads/{place.Branch}")).Ok)
        {
            return (null, WorktreeRules.Exists(name));
        }

        if (Names(workspace).Count() >= WorktreeRules.Most)
        {
            return (null, WorktreeRules.TooMany);
        }

        if (!(await MainAsync(place, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")).Ok)
        {
            return (null, WorktreeRules.NoCommit(folder));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(place.Folder)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var made = await MainAsync(place, "worktree", "add", "--quiet", "-b", place.Branch, place.Folder, "HEAD");
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
        var head = await MainAsync(place, "symbolic-ref", "--short", "--quiet", "HEAD");
        var status = await InAsync(place, "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames");
        var counts = await MainAsync(place, "rev-list", "--left-right", "--count", $"HEAD...refs/heads/{place.Branch}");
        var files = status.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Length > 3 ? line[3..] : line).ToArray();
        int[] numbers = counts.Ok ? [.. counts.Output.Split('\t').Select(number => int.Parse(number.Trim(), CultureInfo.InvariantCulture))] : [0, 0];
        return new Worktree(
            place.Name, place.Branch, place.Folder, head.Ok ? head.Output.Trim() : null, numbers[1], numbers[0], files.Length, [.. files.Take(MostNamed)], running,
            !status.Ok ? status.Said : !counts.Ok ? counts.Said : null);
    }

    private async Task<Error?> CommitAsync(WorktreePlace place, string message)
    {
        var added = await InAsync(place, "add", "--all");
        var done = added.Ok ? await InAsync(place, "-c", "commit.gpgSign=false", "commit", "--quiet", "--no-verify", "-m", message) : added;
        return done.Ok ? null : WorktreeRules.Failed("Committing", done.Said.Length > 0 ? done.Said : done.Output);
    }

    // First without a file being touched: a conflict is known before anything has begun.
    private async Task<Error?> MergeIntoAsync(Workspace workspace, WorktreePlace place, Worktree worktree)
    {
        var trial = await MainAsync(place, "merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", "HEAD", $"refs/heads/{place.Branch}");
        if (!trial.Ok)
        {
            string[] files = [.. trial.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
            return files.Length > 0 ? WorktreeRules.Conflict(worktree, files) : WorktreeRules.Failed("Merging", trial.Said);
        }

        var merged = await MainAsync(place, "-c", "commit.gpgSign=false", "merge", "--quiet", "--no-edit", "--no-verify", "--no-verify-signatures", $"refs/heads/{place.Branch}");
        if (merged.Ok)
        {
            return null;
        }

        if (File.Exists(Path.Combine(place.Git, "MERGE_HEAD")))
        {
            await MainAsync(place, "merge", "--abort");
        }

        return WorktreeRules.Failed($"Merging into {worktree.Base} in {workspace.Info.Folder}", merged.Said.Length > 0 ? merged.Said : merged.Output);
    }

    private async Task<Error?> TakeAwayAsync(WorktreePlace place)
    {
        await MainAsync(place, "worktree", "remove", "--force", "--force", place.Folder);
        if (Directory.Exists(place.Folder))
        {
            Directory.Delete(place.Folder, recursive: true);
        }

        await MainAsync(place, "worktree", "prune");
        var branch = await MainAsync(place, "branch", "--quiet", "-D", "--", place.Branch);
        return branch.Ok || branch.Said.Contains("not found", StringComparison.Ordinal) ? null : WorktreeRules.Failed("Removing the branch", branch.Said);
    }

    private IEnumerable<string> Names(Workspace workspace) => WorktreePlace.All(data, workspace.Id) is var all && Directory.Exists(all)
        ? Directory.EnumerateDirectories(all).Select(folder => Path.GetFileName(folder)).Where(name => WorktreeRules.Name(name) is null).Order(StringComparer.Ordinal)
        : [];

    // Finished once begun, whoever waits for it.
    private Task<GitAnswer> MainAsync(WorktreePlace place, params string[] arguments) =>
        GitProgram.AskAsync(Path.GetDirectoryName(place.Git)!, Patience, time, arguments, CancellationToken.None);

    private Task<GitAnswer> InAsync(WorktreePlace place, params string[] arguments) => GitProgram.AskAsync(
        place.Folder, Patience, time, arguments, CancellationToken.None, [("GIT_DIR", place.Own), ("GIT_COMMON_DIR", place.Git), ("GIT_WORK_TREE", place.Folder)]);
}
