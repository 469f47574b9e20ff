using System.Text.RegularExpressions;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Workspaces.Worktrees;

/// <summary>What may be done with worktrees: each refusal says what would be right.</summary>
internal static partial class WorktreeRules
{
    public const int Most = 30;

    private const int MostNamed = 10;

    public static readonly Error TooMany = new(
        ErrorKind.Conflict, "worktree.too-many", $"The workspace has {Most} worktrees, as many as may be. Merge and remove one: 'dispatch worktrees' lists them.");

    public static Error NoRepository(string folder) => new(
        ErrorKind.Conflict, "worktree.no-repository", $"'{folder}' is in no git repository that can have worktrees. Make it one with 'git init', or work in the folder itself.");

    public static Error NoCommit(string folder) => new(
        ErrorKind.Conflict, "worktree.no-commit", $"The repository of '{folder}' has no commit that a worktree could begin with. Commit something first.");

    public static Error NotFound(string name) => new(
        ErrorKind.NotFound, "worktree.not-found", $"The workspace has no worktree '{name}'. 'dispatch worktrees' lists those it has.");

    public static Error Exists(string name) => new(
        ErrorKind.Conflict, "worktree.exists", $"There is a worktree or a branch dispatch/{name} already. Choose another name.");

    public static Error InUse(Worktree worktree) => new(
        ErrorKind.Conflict, "worktree.in-use", $"{worktree.Sessions.Count} running session{(worktree.Sessions.Count == 1 ? " works" : "s work")} in the worktree '{worktree.Name}'. End them first.");

    public static Error Uncommitted(Worktree worktree) => new(
        ErrorKind.Conflict, "worktree.uncommitted",
        $"The worktree '{worktree.Name}' has {worktree.Uncommitted} changed files that aren't committed: {Names(worktree.Files)}. Commit them there, or give a message to commit them with.");

    public static Error Unsaved(Worktree worktree) => new(
        ErrorKind.Conflict, "worktree.unsaved",
        $"The worktree '{worktree.Name}' has work that is nowhere else: {worktree.Uncommitted} uncommitted files and {worktree.Ahead} commits that aren't merged. Merge it, or say that the work is to be lost (lose, --lose-work).");

    public static Error Unknown(Worktree worktree) => new(
        ErrorKind.Conflict, "worktree.unsaved", $"Nobody can tell what work the worktree '{worktree.Name}' has: {worktree.Problem}. Look into {worktree.Folder}, or say that it is to be lost (lose, --lose-work).");

    public static Error NoBranch(string folder) => new(
        ErrorKind.Conflict, "worktree.no-branch", $"'{folder}' has no branch checked out that could be merged into. Check one out.");

    public static Error Conflict(Worktree worktree, IReadOnlyList<string> files) => new(
        ErrorKind.Conflict, "worktree.conflict",
        $"The worktree '{worktree.Name}' and {worktree.Base} changed the same lines in {Names(files)}. Nothing was merged. Merge {worktree.Base} in the worktree, or have its agent do so, and try again.");

    public static Error Failed(string what, string said) => new(
        ErrorKind.Conflict, "worktree.git-failed", $"{what} failed, and nothing was changed. git says: {said.Trim().TrimEnd('.')}.");

    public static Error Busy(string folder, string doing) => new(
        ErrorKind.Conflict, "worktree.busy", $"In {folder} somebody is in the middle of {doing}. Nothing was changed. Finish it or give it up ('git status' there says how), and try again.");

    public static Error Unclear(Worktree worktree) => new(
        ErrorKind.Conflict, "worktree.unclear",
        $"The worktree '{worktree.Name}' can't be merged as it is: {worktree.Problem}. Nothing was changed. Put that right in {worktree.Folder}, or have its agent do so, and try again.");

    public static Error BranchLeft(WorktreePlace place, string said) => new(
        ErrorKind.Conflict, "worktree.git-failed", $"The worktree is removed, and its branch {place.Branch} is not. Remove it with 'git branch -D'. git says: {said.Trim().TrimEnd('.')}.");

    public static Error? Name(string? name) => name is not null && NamePattern().IsMatch(name)
        ? null
        : new Error(ErrorKind.Invalid, "worktree.bad-name", "A worktree's name has 1 to 40 small letters, digits and hyphens, a letter or digit first.");

    private static string Names(IReadOnlyList<string> files) =>
        string.Join(", ", files.Take(MostNamed)) + (files.Count > MostNamed ? $" and {files.Count - MostNamed} more" : "");

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$")]
    private static partial Regex NamePattern();
}
