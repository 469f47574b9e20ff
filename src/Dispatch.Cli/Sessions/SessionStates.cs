using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Sessions;

internal static class SessionStates
{
    /// <summary>In words: <c>running</c>, <c>exited 3</c>, <c>ended by SIGTERM</c>.</summary>
    public static string Describe(SessionInfo session) =>
        SessionEnd.Of(session)?.Describe() ?? (session.State == SessionState.Starting ? "starting" : "running");
}
