using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Sessions;

internal static class SessionStates
{
    /// <summary>In a word or two: <c>running</c>, <c>exited 3</c>, <c>ended by SIGTERM</c>.</summary>
    public static string Word(SessionInfo session) =>
        // An agent has no other end than that somebody ends it.
        session is { Kind: "agent", State: SessionState.Exited, Signal: "SIGTERM" } ? "ended" :
        SessionEnd.Of(session)?.Word ?? (session.State == SessionState.Starting ? "starting" : "running");
}
