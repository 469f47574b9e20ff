namespace Dispatch.Protocol.Problems.Catalogue;

internal static class WorktreeErrors
{
    public static readonly ErrorGroup Group = new("Worktrees", "The git worktrees that agents work in.",
    [
        new("worktree.bad-name", "The name is empty, too long, or has other than small letters, digits and hyphens.", "Choose one of 1 to 40."),
        new("worktree.busy", "In the workspace's folder somebody is in the middle of a merge, a rebase or the like; nothing was changed.", "Finish that or give it up, and try again."),
        new("worktree.conflict", "The worktree and the workspace's branch changed the same lines; nothing was merged.", "Merge the branch in the worktree, solve it there, and merge again."),
        new("worktree.exists", "There is a worktree or a branch of that name.", "Choose another."),
        new("worktree.git-failed", "git refused, for the reason that the message has, with what was changed.", "Do what git says, and try again."),
        new("worktree.in-use", "Sessions run in the worktree.", "End them first."),
        new("worktree.no-branch", "The workspace has no branch checked out.", "Check one out."),
        new("worktree.no-commit", "The repository has no commit yet.", "Commit something first."),
        new("worktree.no-repository", "The workspace's folder is in no git repository, or in a worktree of one.", "Make it one with `git init`, or work in the folder itself."),
        new("worktree.not-found", "The workspace has no such worktree.", "List them: `dispatch worktrees`."),
        new("worktree.too-many", "The workspace has as many worktrees as may be.", "Merge and remove one."),
        new("worktree.unclear", "The worktree is in the middle of something, or its commits aren't on its branch; nothing was changed.", "Put that right in its folder, or have its agent do so."),
        new("worktree.uncommitted", "The worktree has files that aren't committed.", "Commit them there, or give a message to commit them with."),
        new("worktree.unsaved", "The worktree has work that is nowhere else, or nobody can tell.", "Merge it, or say that the work is to be lost."),
    ]);
}
