using Dispatch.Protocol.Agents;

namespace Dispatch.Protocol.Sessions;

/// <summary>Body of <c>POST /api/workspaces/{workspace}/sessions</c>.</summary>
public sealed record CreateSession
{
    /// <summary>Made by the client; the same id again gives the same session instead of a second one.</summary>
    public string? RequestId { get; init; }

    /// <summary>The kind of session; <c>terminal</c> when absent.</summary>
    public string? Kind { get; init; }

    /// <summary>Of a session of kind <c>agent</c>: which one, as <c>GET …/agents</c> names it; a <c>command</c> goes before.</summary>
    public string? Agent { get; init; }

    /// <summary>Of a session of kind <c>agent</c>: begins with the conversation of another, which also names the command and the rest where this doesn't.</summary>
    public ForkOf? Fork { get; init; }

    /// <summary>1 to 100 characters, none of them control characters; else the command's own name.</summary>
    public string? Name { get; init; }

    /// <summary>The folder to start in: absolute, <c>~</c>, or relative to the workspace's folder.</summary>
    public string? Cwd { get; init; }

    /// <summary>The program and its arguments; the account's login shell when absent or empty.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>True for a git worktree of its own, made for it: its <c>cwd</c> is that. See <c>…/worktrees</c>.</summary>
    public bool? Worktree { get; init; }

    /// <summary>Columns, 1 to 1000; 80 when absent.</summary>
    public int? Cols { get; init; }

    /// <summary>Rows, 1 to 1000; 24 when absent.</summary>
    public int? Rows { get; init; }

    /// <summary>What its program may reach: <c>workspace</c> for an agent when absent, where there is a sandbox; else <c>none</c>.</summary>
    public SandboxMode? Sandbox { get; init; }

    /// <summary>Variables added to the environment of the process.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>Whether a shell (bash, zsh, fish) is made to mark its prompts and commands; true when absent.</summary>
    public bool? ShellIntegration { get; init; }
}

/// <summary>Body of <c>PATCH /api/workspaces/{workspace}/sessions/{id}</c>.</summary>
/// <param name="Name">1 to 100 characters, none of them control characters.</param>
public sealed record RenameSession(string Name);

/// <summary>Body of <c>POST …/sessions/{id}/end</c>, optional.</summary>
/// <param name="Signal"><c>SIGHUP</c> (default, followed by SIGKILL after the grace time), <c>SIGTERM</c>, <c>SIGINT</c> or <c>SIGKILL</c>.</param>
public sealed record EndSession(string? Signal);

/// <summary>Answer of <c>GET /api/workspaces/{workspace}/sessions</c>.</summary>
public sealed record SessionList(IReadOnlyList<SessionInfo> Items);
