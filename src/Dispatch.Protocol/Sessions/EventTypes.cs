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

    /// <summary>Every type that isn't a kind's own.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        SessionCreated, SessionStarted, SessionFailed, SessionRenamed, SessionRestarted, SessionExited, SessionLost, SessionRemoved,
        TerminalOutput, TerminalResized,
    ];
}

public sealed record SessionCreated(
    string Kind, string Name, IReadOnlyList<string> Command, string Cwd, int Cols, int Rows, string? RequestId,
    IReadOnlyDictionary<string, string>? Env, bool? ShellIntegration = null);

public sealed record SessionStarted(int Pid);

public sealed record SessionFailed(string Reason);

public sealed record SessionRenamed(string Name);

/// <param name="ExitCode">The exit code, unless a signal ended the process.</param>
/// <param name="Signal">The signal's name, if one did.</param>
public sealed record SessionExited(int? ExitCode, string? Signal);

public sealed record SessionLost(string Reason);

public sealed record TerminalResized(int Cols, int Rows);
