namespace Dispatch.Protocol.Sessions;

/// <summary>What a list shows of a session: no content. A projection of its lifecycle events.</summary>
public sealed record SessionInfo
{
    /// <summary>10 characters of Crockford's base 32 in lower case, random.</summary>
    public required string Id { get; init; }

    /// <summary>The workspace it lives in.</summary>
    public required string Workspace { get; init; }

    /// <summary>The kind of session: <c>terminal</c>.</summary>
    public required string Kind { get; init; }

    public required string Name { get; init; }
    public required SessionState State { get; init; }

    /// <summary>The exit code, 0 to 255, once exited by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it (<c>SIGKILL</c>), if one did.</summary>
    public string? Signal { get; init; }

    /// <summary>Why it failed or was lost, with the next step.</summary>
    public string? Reason { get; init; }

    /// <summary>The process id in the runner's environment, while running.</summary>
    public int? Pid { get; init; }

    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The folder it started in, absolute.</summary>
    public required string Cwd { get; init; }

    /// <summary>Columns, 1 to 1000.</summary>
    public required int Cols { get; init; }

    /// <summary>Rows, 1 to 1000.</summary>
    public required int Rows { get; init; }

    /// <summary>The id of the principal that created it.</summary>
    public required string Principal { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the present process started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>True when it was made of a recording: there is no program to start again.</summary>
    public bool? Imported { get; init; }

    /// <summary>How often it was restarted.</summary>
    public int Restarts { get; init; }

    /// <summary>What the program calls its terminal (OSC 2). Untrusted.</summary>
    public string? Title { get; init; }

    /// <summary>The folder that the shell is in now, as it says (OSC 7). Untrusted.</summary>
    public string? Folder { get; init; }

    /// <summary>The command that its shell runs now.</summary>
    public RunningCommand? RunningCommand { get; init; }

    /// <summary>The command that ended last.</summary>
    public LastCommand? LastCommand { get; init; }

    /// <summary>What its program may reach; absent when that is all that the account may.</summary>
    public SandboxMode? Sandbox { get; init; }

    /// <summary>The agent that it is of, as <c>GET …/agents</c> names it; absent for one that was given as a command, and for other kinds.</summary>
    public string? Agent { get; init; }

    /// <summary>
    /// Of an agent that was started: true when it was given the gateway to models, so that what it uses is counted; false when it signs in by
    /// itself, and nobody knows what it uses.
    /// </summary>
    public bool? Metered { get; init; }

    /// <summary>The agent session that opened it, by its id; absent when a person or a program did.</summary>
    public string? OpenedBy { get; init; }

    /// <summary>What it waits for a person for; absent when it doesn't.</summary>
    public Waiting? Waiting { get; init; }

    /// <summary>The log's epoch: positions of another epoch mean nothing in this one.</summary>
    public required int Epoch { get; init; }

    /// <summary>The position of the last committed event, from 1; in a list it may trail behind.</summary>
    public required long Seq { get; init; }
}

/// <summary>A session waits for a person: an agent asks whether it may.</summary>
/// <param name="Asks">What is asked, each by the name that an answer gives it, the oldest first.</param>
/// <param name="Text">What the last of them wants to do. Untrusted.</param>
/// <param name="Since">When the first of them was asked.</param>
public sealed record Waiting(IReadOnlyList<string> Asks, string? Text, DateTimeOffset Since);

/// <summary>What a shell runs now, by its marks (OSC 133).</summary>
public sealed record RunningCommand(int Number, string? Command, DateTimeOffset StartedAt);

/// <summary>What a shell ran last.</summary>
/// <param name="Number">From 1, in the session's order.</param>
/// <param name="Command">The command line, when the shell told it.</param>
/// <param name="ExitCode">0 to 255, when the shell told it.</param>
/// <param name="DurationMs">Milliseconds from its start to its end.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record LastCommand(int Number, string? Command, int? ExitCode, long DurationMs, DateTimeOffset EndedAt);
