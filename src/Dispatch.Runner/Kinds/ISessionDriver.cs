using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Kinds;

/// <summary>
/// What is particular to a session's kind: which process it is, what its output means, which commands it takes. The rest (log, positions,
/// attach, flow control, life and death) is the same for all. One per session; called by one thread at a time per method's own note.
/// </summary>
internal interface ISessionDriver
{
    /// <summary>Whether the process gets a terminal; else three pipes.</summary>
    bool Pty { get; }

    /// <summary>The program and arguments to start for the session.</summary>
    IReadOnlyList<string> Command(SessionInfo session);

    /// <summary>The session that it is of; the first call.</summary>
    void Join(Session session)
    {
    }

    /// <summary>Output follows from where the log ends: what was read beyond it comes again.</summary>
    void Follow();

    /// <summary>A fresh process is there. Not called for one that outlived a runner.</summary>
    void Started(SessionInfo session, ProcessInput input);

    /// <summary>A process that outlived a runner is there again: what the one before may not have told it any more can be told.</summary>
    void Resumed(ProcessInput input)
    {
    }

    /// <summary>A fact of the session was committed. Within the log's lock, in the order of positions: quick, and nothing is appended here.</summary>
    void Committed(string type, ReadOnlySpan<byte> payload)
    {
    }

    /// <summary>The process's input has all up to what <see cref="ProcessInput.Write"/> gave this number. On the keeper's thread.</summary>
    void Written(uint input)
    {
    }

    /// <summary>The keeper dropped this input: the process doesn't read, and as much waits for it as may. On the keeper's thread.</summary>
    void Refused(uint input)
    {
    }

    /// <summary>The process has ended: what there is to say of that, before the session's end is told. On the keeper's thread.</summary>
    void Exiting(Intake intake)
    {
    }

    /// <summary>The process is no more: what it hasn't answered it never will.</summary>
    void Ended();

    /// <summary>Turns the process's output into events. On the keeper's thread: quick, and without blocking.</summary>
    void Output(int stream, long offset, ReadOnlySpan<byte> bytes, Intake intake);

    /// <summary>Runs a client's command; the answer comes at once or from later output.</summary>
    void Run(Command command, string principal, ProcessInput input, Action<CommandResult> answer);

    /// <summary>Asks the process to end.</summary>
    void Stop(ProcessInput input);
}

/// <summary>The kinds of sessions that this runner knows.</summary>
internal sealed class SessionKinds(IReadOnlyDictionary<string, Func<ISessionDriver>> drivers)
{
    public ISessionDriver? Create(string kind) => drivers.TryGetValue(kind, out var create) ? create() : null;

    public string Names => string.Join(", ", drivers.Keys.Order(StringComparer.Ordinal));

    /// <summary>Refuses every command: for kinds that take none.</summary>
    public static CommandResult Refuse(Command command) => new(command.Id, false, "command.unknown", $"This session takes no command '{command.Name}'.");
}
