using System.Security.Cryptography;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Workspaces.Worktrees;

/// <summary>
/// Merges a worktree into the workspace's present branch, or changes nothing. What isn't committed gets a commit that no branch has until it is
/// merged. It is made piece by piece: 'git add' and 'git commit' would look into repositories that an agent made in there, and run what those name.
/// </summary>
internal sealed class WorktreeMerge(WorktreeGit git, Worktree worktree, string folder)
{
    /// <summary>What is changed. A repository within isn't looked into, only which commit it has.</summary>
    public static readonly string[] Status = ["status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=dirty"];

    public static string[] Files(GitAnswer status) =>
        [.. status.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Length > 3 ? line[3..] : line)];

    /// <summary>Null when it is merged.</summary>
    /// <param name="message">What to commit with what isn't; without it there may be no such thing.</param>
    public async Task<Error?> DoAsync(string? message)
    {
        var place = git.Place;
        var refusal = worktree.Problem is not null ? WorktreeRules.Unclear(worktree)
            : WorktreeGit.InProgress(place.Git) is { } doing ? WorktreeRules.Busy(folder, doing)
            : worktree.Base is null ? WorktreeRules.NoBranch(folder)
            : worktree.Uncommitted > 0 && string.IsNullOrWhiteSpace(message) ? WorktreeRules.Uncommitted(worktree)
            : null;
        if (refusal is not null)
        {
            return refusal;
        }

        var tip = await git.MainAsync("rev-parse", "--verify", $"refs/heads/{place.Branch}^{{commit}}");
        var made = !tip.Ok || worktree.Uncommitted == 0 ? tip : await CommitAsync(tip.Output.Trim(), message!.Trim());
        if (!made.Ok)
        {
            return WorktreeRules.Failed("Committing", made.Said);
        }

        var (old, commit) = (tip.Output.Trim(), made.Output.Trim());
        if (await MergeAsync(commit) is { } failed)
        {
            return failed;
        }

        if (commit != old && (await git.MainAsync("update-ref", $"refs/heads/{place.Branch}", commit, old)).Ok)
        {
            await git.OwnAsync("read-tree", commit);
        }

        return null;
    }

    /// <returns>The commit; none that any branch has.</returns>
    private async Task<GitAnswer> CommitAsync(string parent, string message)
    {
        // Beside the worktree, where who works in it can't have put anything.
        var index = Path.Combine(Path.GetDirectoryName(git.Place.Folder)!, $".index-{RandomNumberGenerator.GetHexString(10, lowercase: true)}");
        try
        {
            var status = await git.OwnAsync(Status);

            // Those that end so are repositories of their own.
            var files = string.Concat(Files(status).Where(file => !file.EndsWith('/')).Distinct(StringComparer.Ordinal).Select(file => file + '\0'));
            if (!status.Ok || files.Length == 0)
            {
                return status.Ok ? new GitAnswer(true, parent, "") : status;
            }

            var read = await git.GatherAsync(index, null, "read-tree", parent);
            var added = read.Ok ? await git.GatherAsync(index, files, "update-index", "--add", "--remove", "--replace", "-z", "--stdin") : read;
            var tree = added.Ok ? await git.GatherAsync(index, null, "write-tree") : added;
            return tree.Ok ? await git.GatherAsync(index, message + "\n", "commit-tree", tree.Output.Trim(), "-p", parent) : tree;
        }
        finally
        {
            File.Delete(index);
        }
    }

    // First without a file being touched: a conflict is known before anything has begun.
    private async Task<Error?> MergeAsync(string commit)
    {
        var trial = await git.MainAsync("merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", "HEAD", commit);
        if (!trial.Ok)
        {
            string[] files = [.. trial.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
            return files.Length > 0 ? WorktreeRules.Conflict(worktree, files) : WorktreeRules.Failed("Merging", trial.Said);
        }

        var merged = await git.MainAsync(
            "-c", "commit.gpgSign=false", "merge", "--quiet", "--no-edit", "--no-verify", "--no-verify-signatures", "--no-autostash",
            "-m", $"Merge branch '{git.Place.Branch}' into {worktree.Base}", commit);
        if (merged.Ok)
        {
            return null;
        }

        // One that somebody else began meanwhile is his.
        var begun = Path.Combine(git.Place.Git, "MERGE_HEAD");
        if (File.Exists(begun) && (await File.ReadAllTextAsync(begun)).Trim() == commit)
        {
            await git.MainAsync("merge", "--abort");
        }

        return WorktreeRules.Failed($"Merging into {worktree.Base} in {folder}", merged.Said.Length > 0 ? merged.Said : merged.Output);
    }
}
