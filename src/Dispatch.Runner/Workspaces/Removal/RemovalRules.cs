using System.Security.Cryptography;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Workspaces.Removal;

/// <summary>When a workspace, and its folder, may go: pure.</summary>
internal static class RemovalRules
{
    public static Error NotEnded(string name) => new(
        ErrorKind.Failed, "workspace.not-ended", $"A session of the workspace '{name}' could not be ended, so it stays. Look at its sessions, end them, and remove it again.");

    /// <summary>Names exactly what a preview said: whatever changed since is another token.</summary>
    public static string Token(WorkspaceRemoval preview) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(preview with { Token = "" }, Wire.Default.WorkspaceRemoval)))[..16];

    /// <summary>Why the folder stays whatever is asked; null when it may go.</summary>
    /// <param name="folder">The workspace's.</param>
    /// <param name="home">The account's.</param>
    /// <param name="data">Where Dispatch keeps its things.</param>
    /// <param name="others">The folders of the other workspaces.</param>
    public static string? Keeps(string folder, string home, string data, IEnumerable<(string Name, string Folder)> others) =>
        folder.Length == 0 ? "It isn't known where it is."
        : WorkspacePlaces.IsWithin(home, folder) ? "The home folder lies in it."
        : WorkspacePlaces.IsWithin(data, folder) ? "Dispatch keeps its own things in it."
        : !Directory.Exists(folder) ? "It isn't there any more."
        : others.Where(other => WorkspacePlaces.IsWithin(other.Folder, folder)).Select(other => $"The workspace '{other.Name}' lies in it.").FirstOrDefault();

    /// <summary>What worktrees have that is nowhere else: they go with the workspace, also when its folder stays.</summary>
    public static IEnumerable<UnsavedWork> Unmerged(WorktreeList worktrees) => worktrees.Items
        .Where(tree => tree.Uncommitted > 0 || tree.Ahead > 0 || tree.Problem is not null)
        .Select(tree => new UnsavedWork(tree.Folder, tree.Uncommitted, tree.Files, tree.Ahead, tree.Ahead > 0 ? [tree.Branch] : [], 0, tree.Problem));

    /// <param name="preview">What would go.</param>
    /// <param name="confirm">The preview's token, as it was given back.</param>
    /// <param name="deleteFolder">The folder that is to go too; null when it stays.</param>
    /// <param name="loseWork">Also with what is nowhere else.</param>
    /// <param name="worktrees">Where the workspace's worktrees lie.</param>
    public static Error? Refuse(WorkspaceRemoval preview, string? confirm, string? deleteFolder, bool loseWork, string worktrees)
    {
        if (confirm is null)
        {
            return new Error(ErrorKind.Conflict, "workspace.unconfirmed", "Removing a workspace needs the token of its preview (GET …/removal, dispatch workspace rm), which says what goes.");
        }

        if (confirm != preview.Token)
        {
            return new Error(ErrorKind.Conflict, "workspace.changed", "What removing this workspace would lose has changed since it was looked at. Look again, and decide again.");
        }

        if (deleteFolder is null)
        {
            var unmerged = loseWork ? [] : (preview.Work ?? []).Where(work => WorkspacePlaces.IsWithin(work.Repository, worktrees)).Select(work => Path.GetFileName(work.Repository)).ToArray();
            return unmerged.Length == 0
                ? null
                : new Error(ErrorKind.Conflict, "workspace.unmerged-worktrees", $"Worktrees of the workspace have work that is nowhere else: {string.Join(", ", unmerged)}. Merge or remove them first ('dispatch worktrees'), or say that it may be lost (loseWork). Nothing was removed.");
        }

        if (deleteFolder != preview.Folder)
        {
            return new Error(ErrorKind.Invalid, "workspace.other-folder", $"The workspace's folder is {preview.Folder}, not {deleteFolder}. Nothing was removed.");
        }

        return preview.Keeps is { } reason
            ? new Error(ErrorKind.Conflict, "workspace.keeps-folder", $"The folder {preview.Folder} can't be removed: {reason} Remove the workspace without it.")
            : preview.Work is not null && !loseWork
                ? new Error(ErrorKind.Conflict, "workspace.unsaved-work", $"In {preview.Folder} there is work that is nowhere else: commit and push it, remove the workspace without its folder, or say that it may be lost.")
                : null;
    }
}
