namespace Dispatch.Runner.Workspaces.Worktrees;

/// <summary>git, asked of a worktree or of the repository that it is of. What an agent wrote into either isn't run: neither a repository within them is entered, nor what it names.</summary>
internal sealed class WorktreeGit(WorktreePlace place, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly string[] Apart = ["-c", "submodule.recurse=false", "-c", "maintenance.auto=false", "-c", "gc.auto=0"];

    public WorktreePlace Place => place;

    /// <summary>In the workspace's own folder. Finished once begun, whoever waits for it.</summary>
    public Task<GitAnswer> MainAsync(params string[] arguments) =>
        GitProgram.AskAsync(Path.GetDirectoryName(place.Git)!, Patience, time, [.. Apart, .. arguments], CancellationToken.None);

    /// <summary>In the worktree.</summary>
    public Task<GitAnswer> OwnAsync(params string[] arguments) => GatherAsync(null, null, arguments);

    /// <summary>In the worktree, for a commit that is being put together.</summary>
    /// <param name="index">Where what is to be committed is gathered; null for the worktree's own.</param>
    /// <param name="input">What it reads; null for nothing.</param>
    /// <param name="arguments">The command.</param>
    public Task<GitAnswer> GatherAsync(string? index, string? input, params string[] arguments)
    {
        List<(string, string)> variables = [("GIT_DIR", place.Own), ("GIT_COMMON_DIR", place.Git), ("GIT_WORK_TREE", place.Folder)];
        if (index is not null)
        {
            variables.Add(("GIT_INDEX_FILE", index));
        }

        return GitProgram.AskAsync(place.Folder, Patience, time, [.. Apart, .. arguments], CancellationToken.None, variables, input);
    }

    /// <summary>What somebody is in the middle of; null when it is nothing.</summary>
    /// <param name="git">What git keeps of one working folder.</param>
    public static string? InProgress(string git)
    {
        return Has("MERGE_HEAD") ? "a merge"
            : Has("rebase-merge") || Has("rebase-apply") ? "a rebase"
            : Has("CHERRY_PICK_HEAD") ? "a cherry-pick"
            : Has("REVERT_HEAD") ? "a revert"
            : null;

        bool Has(string name) => Path.Exists(Path.Combine(git, name));
    }
}
