namespace Dispatch.Protocol.Sessions;

/// <summary>A workspace: a folder in one environment, with its own log.</summary>
/// <param name="Id">Its id: <c>default</c>, or made of its first name and never used again.</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="Environment">The environment that it lives in.</param>
/// <param name="Folder">Its folder, absolute; empty when it isn't known.</param>
public sealed record WorkspaceInfo(string Id, string Name, string Environment, string Folder)
{
    /// <summary>When it was made; absent for the home folder's.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>True when it was put away: it is there, and not in the way.</summary>
    public bool? Archived { get; init; }

    /// <summary>True when its folder was made with it.</summary>
    public bool? Made { get; init; }

    /// <summary>Why it can't be opened, with what to do.</summary>
    public string? Broken { get; init; }

    /// <summary>Only in the answer to its making: which of its template's sessions could not be started.</summary>
    public IReadOnlyList<SessionNotStarted>? NotStarted { get; init; }
}

/// <param name="Name">What the session would be called.</param>
/// <param name="Code">Why it was not started, for programs.</param>
/// <param name="Reason">Why it was not started, with what to do.</param>
public sealed record SessionNotStarted(string Name, string Code, string Reason);

public sealed record WorkspaceList(IReadOnlyList<WorkspaceInfo> Items);

/// <summary>Body of <c>POST /api/workspaces</c>.</summary>
public sealed record CreateWorkspace
{
    /// <summary>1 to 100 characters, none of them control characters; else the folder's own name.</summary>
    public string? Name { get; init; }

    /// <summary>Its folder: absolute, <c>~</c>, or relative to the home folder. Absent for a new one of its name in <c>~/workspaces</c>.</summary>
    public string? Folder { get; init; }

    /// <summary>True for a folder that is there; else it is made, and may be there only when it is empty.</summary>
    public bool? Existing { get; init; }

    /// <summary>The id of a template that the new folder is made from: one of <c>GET /api/templates</c>.</summary>
    public string? Template { get; init; }

    /// <summary>What the template's parameters are; those that have a default may be left out.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
}

/// <summary>Body of <c>PATCH /api/workspaces/{workspace}</c>; what is absent stays.</summary>
/// <param name="Name">1 to 100 characters, none of them control characters.</param>
/// <param name="Archived">Put away, or back.</param>
public sealed record ChangeWorkspace(string? Name = null, bool? Archived = null);

/// <summary>What removing a workspace takes along: its sessions and their past always, its folder only when that is asked for.</summary>
/// <param name="Token">To be given with the removal: it means what is said here, and nothing else.</param>
/// <param name="Folder">The workspace's folder.</param>
/// <param name="Made">The folder was made with the workspace.</param>
/// <param name="Keeps">Why the folder can't be removed along; absent when it can.</param>
/// <param name="Running">The names of the sessions that run and would be ended.</param>
/// <param name="Ended">How many sessions have ended; their past goes too.</param>
/// <param name="Work">What is in the folder's repositories and nowhere else; absent when nothing is.</param>
public sealed record WorkspaceRemoval(
    string Token, string Folder, bool Made, string? Keeps, IReadOnlyList<string> Running, int Ended, IReadOnlyList<UnsavedWork>? Work);

/// <summary>What a git repository has that is nowhere else.</summary>
/// <param name="Repository">Its folder.</param>
/// <param name="Uncommitted">How many files are changed or new.</param>
/// <param name="Files">The first of them.</param>
/// <param name="Unpushed">How many commits no remote has.</param>
/// <param name="Branches">The branches that they are on.</param>
/// <param name="Stashes">How many stashes there are.</param>
/// <param name="Unknown">Why it could not be looked at; then there may be any.</param>
public sealed record UnsavedWork(
    string Repository, int Uncommitted, IReadOnlyList<string> Files, int Unpushed, IReadOnlyList<string> Branches, int Stashes, string? Unknown = null);

/// <summary>Body of <c>POST /api/workspaces/clones</c>: makes a workspace of a git repository.</summary>
/// <param name="Url">As <c>git clone</c> takes it.</param>
/// <param name="Folder">Where to; absent for one of the repository's name in <c>~/workspaces</c>.</param>
/// <param name="Name">What to call the workspace; the repository's name when absent.</param>
public sealed record CloneRepository(string Url, string? Folder = null, string? Name = null);

/// <summary>A clone, while it goes on and for a while after.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where from, without a password.</param>
/// <param name="Name">What the workspace will be called.</param>
/// <param name="Folder">Where to.</param>
/// <param name="State"><c>running</c>, <c>done</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Doing">What git does now, in its words: <c>Receiving objects</c>.</param>
/// <param name="Percent">How far that is, 0 to 100, when git tells.</param>
/// <param name="Workspace">The workspace, once it is done.</param>
/// <param name="Code">Why it failed, for programs: <c>clone.needs-credentials</c>.</param>
/// <param name="Reason">Why it failed, with what to do.</param>
public sealed record CloneInfo(
    string Id, string Url, string Name, string Folder, string State, string? Doing = null, int? Percent = null, WorkspaceInfo? Workspace = null,
    string? Code = null, string? Reason = null);

public sealed record CloneList(IReadOnlyList<CloneInfo> Items);
