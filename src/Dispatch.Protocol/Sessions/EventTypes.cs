namespace Dispatch.Protocol.Sessions;

/// <summary>The types of events: past-tense facts. A payload is UTF-8 JSON but for <see cref="TerminalOutput"/>, which is raw bytes.</summary>
public static class EventTypes
{
    /// <summary>Payload: <see cref="SessionCreated"/>.</summary>
    public const string SessionCreated = "session.created";

    /// <summary>Payload: <see cref="SessionStarted"/>.</summary>
    public const string SessionStarted = "session.started";

    /// <summary>Payload: <see cref="SessionFailed"/>.</summary>
    public const string SessionFailed = "session.failed";

    /// <summary>Payload: <see cref="SessionRenamed"/>.</summary>
    public const string SessionRenamed = "session.renamed";

    /// <summary>No payload. The past stays; a new process follows, positions go on.</summary>
    public const string SessionRestarted = "session.restarted";

    /// <summary>Payload: <see cref="SessionExited"/>. All output of the process comes before it.</summary>
    public const string SessionExited = "session.exited";

    /// <summary>Payload: <see cref="SessionLost"/>.</summary>
    public const string SessionLost = "session.lost";

    /// <summary>No payload. The session and its past were removed from the list and the log.</summary>
    public const string SessionRemoved = "session.removed";

    /// <summary>Payload: the bytes, exactly as the process wrote them.</summary>
    public const string TerminalOutput = "terminal.output";

    /// <summary>Payload: <see cref="Sessions.TerminalResized"/>.</summary>
    public const string TerminalResized = "terminal.resized";

    /// <summary>Payload: <see cref="Sessions.CommandStarted"/>.</summary>
    public const string CommandStarted = "terminal.command-started";

    /// <summary>Payload: <see cref="Sessions.CommandEnded"/>.</summary>
    public const string CommandEnded = "terminal.command-ended";

    /// <summary>Payload: <see cref="Sessions.TitleChanged"/>.</summary>
    public const string TitleChanged = "terminal.title-changed";

    /// <summary>Payload: <see cref="Sessions.FolderChanged"/>.</summary>
    public const string FolderChanged = "terminal.folder-changed";

    /// <summary>Payload: <see cref="Sessions.Notified"/>.</summary>
    public const string Notified = "terminal.notified";

    /// <summary>No payload. The bell rang while nobody typed: a program wants a person to look. Once in ten seconds at most.</summary>
    public const string Rang = "terminal.rang";

    /// <summary>Every type that isn't a kind's own.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        SessionCreated, SessionStarted, SessionFailed, SessionRenamed, SessionRestarted, SessionExited, SessionLost, SessionRemoved,
        TerminalOutput, TerminalResized, CommandStarted, CommandEnded, TitleChanged, FolderChanged, Notified, Rang,
    ];
}

/// <param name="ShellIntegration">False: no shell was made to mark its commands.</param>
/// <param name="Imported">True: a recording, with no program behind it.</param>
/// <param name="Agent">Which agent it is, where that was named.</param>
/// <param name="Sandbox">What its program may reach; all when absent.</param>
/// <param name="OpenedBy">The agent session whose terminal it is.</param>
public sealed record SessionCreated(
    string Kind, string Name, IReadOnlyList<string> Command, string Cwd, int Cols, int Rows, string? RequestId,
    IReadOnlyDictionary<string, string>? Env, bool? ShellIntegration = null, bool? Imported = null,
    string? Agent = null, SandboxMode? Sandbox = null, string? OpenedBy = null);

/// <param name="Metered">Of an agent: true when it was given the gateway to models, false when it signs in by itself.</param>
public sealed record SessionStarted(int Pid, bool? Metered = null);

public sealed record SessionFailed(string Reason);

public sealed record SessionRenamed(string Name);

/// <param name="ExitCode">The exit code, unless a signal ended the process.</param>
/// <param name="Signal">The signal's name, if one did.</param>
public sealed record SessionExited(int? ExitCode, string? Signal);

public sealed record SessionLost(string Reason);

public sealed record TerminalResized(int Cols, int Rows);

/// <summary>A place in a session's output: so many bytes into the event of that position.</summary>
public sealed record OutputPlace(long Seq, int Offset);

/// <summary>A shell began a command (OSC 133;C). All texts of a terminal are untrusted: any program can write them.</summary>
/// <param name="Number">From 1, in the session's order.</param>
/// <param name="Command">The command line, when the shell told it.</param>
/// <param name="Cwd">The shell's folder then, when it told it.</param>
/// <param name="At">Where its output begins: right after the mark.</param>
public sealed record CommandStarted(int Number, string? Command, string? Cwd, OutputPlace At);

/// <summary>A shell's command ended (OSC 133;D), or a prompt came without that being said.</summary>
/// <param name="Number">That of its start.</param>
/// <param name="ExitCode">0 to 255, when the shell told it.</param>
/// <param name="DurationMs">Milliseconds since its start.</param>
/// <param name="OutputBytes">Bytes of output between the two.</param>
/// <param name="At">Where its output ends: before the mark.</param>
public sealed record CommandEnded(int Number, int? ExitCode, long DurationMs, long OutputBytes, OutputPlace At);

public sealed record TitleChanged(string Title);

/// <param name="Cwd">The shell's folder, absolute.</param>
public sealed record FolderChanged(string Cwd);

/// <summary>A program wants a person to know something (OSC 9, OSC 777).</summary>
public sealed record Notified(string Title, string Body);
