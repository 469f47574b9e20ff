using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Sessions;

/// <summary>How a session's process ended.</summary>
internal sealed record SessionEnd(SessionState State, int? ExitCode, string? Signal, string? Reason)
{
    private const int FirstSignal = 1;

    /// <summary>What a shell would give: the code, 128 and the number for a signal, 1 for what never ran or went away unseen.</summary>
    public int Code => this switch
    {
        { State: SessionState.Exited, ExitCode: { } code } => code,
        { State: SessionState.Exited, Signal: { } signal } => ExitCodes.Signal + NumberOf(signal),
        _ => ExitCodes.Failed,
    };

    /// <summary>Null while it lives.</summary>
    public static SessionEnd? Of(SessionInfo session) => session.State is SessionState.Exited or SessionState.Failed or SessionState.Lost
        ? new SessionEnd(session.State, session.ExitCode, session.Signal, session.Reason)
        : null;

    /// <summary>What holds after this event, given what held before.</summary>
    public static SessionEnd? After(EventMessage happened, SessionEnd? before)
    {
        switch (happened.Type)
        {
            case EventTypes.SessionExited:
                var exited = happened.Data?.Deserialize(Wire.Default.SessionExited);
                return new SessionEnd(SessionState.Exited, exited?.ExitCode, exited?.Signal, null);
            case EventTypes.SessionFailed:
                return new SessionEnd(SessionState.Failed, null, null, happened.Data?.Deserialize(Wire.Default.SessionFailed)?.Reason);
            case EventTypes.SessionLost:
                return new SessionEnd(SessionState.Lost, null, null, happened.Data?.Deserialize(Wire.Default.SessionLost)?.Reason);
            case EventTypes.SessionRemoved:
                return new SessionEnd(SessionState.Lost, null, null, "it was removed");
            case EventTypes.SessionStarted or EventTypes.SessionRestarted:
                return null;
            default:
                return before;
        }
    }

    /// <summary><c>exited 3</c>, <c>lost</c>: what fits a column.</summary>
    public string Word => this switch
    {
        { State: SessionState.Exited, Signal: { } signal } => $"ended by {signal}",
        { State: SessionState.Exited, ExitCode: { } code } => $"exited {code}",
        // A recording that doesn't say how its program ended.
        { State: SessionState.Exited } => "ended",
        { State: SessionState.Failed } => "failed",
        _ => "lost",
    };

    /// <summary>With the reason, where there is one.</summary>
    public string Describe() => State != SessionState.Exited && Reason is not null ? $"{Word}: {Reason}" : Word;

    /// <summary>Linux's numbers (signal(7), x86 and Arm), from 1; <c>SIG34</c> and the like by their number.</summary>
    private static int NumberOf(string signal)
    {
        string[] names =
        [
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT",
            "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
        ];
        var name = signal.StartsWith("SIG", StringComparison.Ordinal) ? signal[3..] : signal;
        var index = Array.IndexOf(names, name);
        return index >= 0 ? index + FirstSignal : int.TryParse(name, out var number) ? number : 0;
    }
}
