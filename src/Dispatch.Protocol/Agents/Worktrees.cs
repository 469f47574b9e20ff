namespace Dispatch.Protocol.Agents;

/// <summary>A git worktree that agents of a workspace work in, beside the others and without touching them.</summary>
/// <param name="Name">What it is called by; its branch is <c>dispatch/NAME</c>.</param>
/// <param name="Branch">Its branch.</param>
/// <param name="Folder">Where its files are, absolute.</param>
/// <param name="Base">The branch that it is merged into: the workspace's present one; absent when that has none checked out.</param>
/// <param name="Ahead">How many commits it has that its base doesn't.</param>
/// <param name="Behind">How many commits its base has that it doesn't.</param>
/// <param name="Uncommitted">How many files are changed in it and not committed.</param>
/// <param name="Files">Some of those.</param>
/// <param name="Sessions">The sessions that run in it.</param>
/// <param name="Problem">Why nobody can tell how it stands.</param>
public sealed record Worktree(
    string Name, string Branch, string Folder, string? Base, int Ahead, int Behind, int Uncommitted, IReadOnlyList<string> Files, IReadOnlyList<string> Sessions, string? Problem = null);

/// <summary>Answer of <c>GET /api/workspaces/{workspace}/worktrees</c>, by name.</summary>
/// <param name="Missing">Why the workspace can have none, with the next step; absent when it can.</param>
public sealed record WorktreeList(IReadOnlyList<Worktree> Items, string? Missing = null);

/// <summary>Body of <c>POST …/worktrees</c>.</summary>
/// <param name="Name">1 to 40 small letters, digits and hyphens, a letter or digit first.</param>
public sealed record AddWorktree(string Name);

/// <summary>Body of <c>POST …/worktrees/{name}/merge</c>.</summary>
/// <param name="Message">What to commit with all that is changed and not committed; without it there may be no such thing.</param>
public sealed record MergeWorktree(string? Message = null);
