using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Terminals;

/// <summary>What may be asked of a terminal's screen and past: pure, and each refusal says what would be right.</summary>
internal static class TerminalRules
{
    public static Error NoSuchPosition(long asked, long last) => new(
        ErrorKind.Invalid, "screen.bad-position", $"There is no position {asked}. The session's are 1 to {last}.");

    public static Error Dropped(long asked, long oldest) => new(
        ErrorKind.NotFound, "screen.dropped", $"The output up to position {asked} was dropped. The oldest screen there is, is that of position {oldest}.");

    public static Error BadScrollback(int most) => new(
        ErrorKind.Invalid, "screen.bad-scrollback", $"Lines above the screen: 0 to {most}.");

    public static Error NoSuchCommand(int number) => new(
        ErrorKind.NotFound, "command.not-found", $"There is no command {number} in this session. 'dispatch commands' lists those there are.");

    public static Error OutputDropped(int number) => new(
        ErrorKind.NotFound, "command.output-dropped", $"The output of command {number} was dropped, because the session printed more since than is kept.");

    public static Error BadRange(long after, long through) => new(
        ErrorKind.Invalid, "recording.bad-range", $"From {after} to {through} there is nothing. 'after' is 0 or more, and 'through' is larger.");

    public static Error BadLimit(long most) => new(
        ErrorKind.Invalid, "recording.bad-limit", $"'limit' is 1 to {most} bytes.");

    public static Error UnknownFormat(string format, string known) => new(
        ErrorKind.Invalid, "screen.bad-format", $"There is no format '{format}'. Use one of: {known}.");

    /// <summary>The terminal that a request names, or why there is none.</summary>
    public static (Session? Session, Error? Error) Find(SessionRegistry sessions, string workspace, string id) =>
        sessions.Find(workspace, id) is not { } session ? (null, SessionRules.NotFound(id))
        : session.Driver.Pty ? (session, null)
        : (null, NotATerminal(session.Info));

    private static Error NotATerminal(SessionInfo session) => new(
        ErrorKind.Conflict, "session.not-a-terminal", $"The session '{session.Name}' is of the kind '{session.Kind}' and has no screen.");
}
