namespace Dispatch.Protocol.Problems.Catalogue;

internal static class WorkspaceErrors
{
    public static readonly ErrorGroup Group = new("Workspaces", "The runner, when workspaces are made, changed or removed.",
    [
        new("clone.bad-url", "The text is no address of a git repository.", "Give one as `git clone` takes it."),
        new("clone.failed", "git could not clone the repository; the message has its reason.", "Correct the address or see to the network, and clone again."),
        new("clone.hangs", "Nothing came of the repository for two minutes (`limits.cloneSilenceSeconds`), and the clone was ended.", "See to the network, or clone it in a terminal.", Retry: true),
        new("clone.needs-credentials", "The repository can't be read without credentials, and a clone asks nobody for any.", "Give git a credential helper or ssh a key, or clone it in a terminal and open the folder."),
        new("clone.no-git", "git isn't installed where the runner is.", "Install it."),
        new("clone.not-found", "There is no such clone, or it ended a while ago.", "Start another."),
        new("clone.too-many", "As many clones go on as may.", "Wait for one, or cancel one.", Retry: true),
        new("variable.invalid", "The name or the value can't be those of an environment variable; the message says why.", "Choose what the message names."),
        new("variable.is-secret", "A plain variable was to take the place of a secret one.", "Set it as a secret, or remove the secret first."),
        new("variable.no-key", "A secret variable can't be encrypted: the key in the data folder's `secrets-key` is damaged, or can't be read or made.", "Put it back from a backup; or remove it, and set the secret variables anew."),
        new("variable.not-found", "The workspace has no such variable.", "`dispatch workspace env ls` lists those it has."),
        new("variable.too-many", "The workspace has as many variables as may be.", "Remove one, or put several into a file."),
        new("workspace.bad-name", "The name is empty, too long, or has control characters.", "Choose another."),
        new("workspace.broken", "The workspace's log can't be opened. The others are not touched by it.", "Put the log right and restart the runner, or remove the workspace."),
        new("workspace.changed", "What removing the workspace would lose isn't what its preview said.", "Look again, and decide again."),
        new("workspace.folder-left", "The workspace was removed, and not all of its folder.", "Delete the rest by hand."),
        new("workspace.folder-missing", "The folder isn't there.", "Name one that is, or have a new one made."),
        new("workspace.folder-not-empty", "There is something in the folder that was to be new.", "Open it as one that is there, or name another."),
        new("workspace.folder-of-data", "The folder lies in Dispatch's data folder.", "Name another."),
        new("workspace.folder-taken", "The folder is another workspace's.", "Open that one, or name another folder."),
        new("workspace.folder-unusable", "The folder can't be made; the message says why.", "Name another."),
        new("workspace.home", "The workspace of the home folder is always there.", "Rename it, if it is to be called otherwise."),
        new("workspace.keeps-folder", "The folder can't be removed with the workspace: something else lies in it.", "Remove the workspace without its folder."),
        new("workspace.not-ended", "A session of the workspace could not be ended.", "End it, and remove the workspace again."),
        new("workspace.not-found", "There is no such workspace, or no longer.", "`dispatch workspace ls` lists those there are."),
        new("workspace.other-folder", "The folder to be removed isn't the workspace's.", "Name the workspace's own."),
        new("workspace.secrets-missing", "The workspace has secret variables that the server has not given to the runner yet, and nothing is started without them.", "Wait a moment; see what the server logs.", Retry: true),
        new("workspace.still-runs", "Sessions run in the workspace that is to be put away.", "End them first."),
        new("workspace.unconfirmed", "The removal doesn't say which preview it means.", "Ask for the preview, and give its token."),
        new("workspace.unsaved-work", "The folder has work that is nowhere else.", "Commit and push it, keep the folder, or say that it may be lost."),
    ]);
}
