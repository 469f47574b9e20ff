using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Sessions;

/// <summary>What may be asked of sessions: pure, and each refusal says what would be right.</summary>
internal static class SessionRules
{
    public const int LargestSide = 1000;

    public static Error NotFound(string id) => new(
        ErrorKind.NotFound, "session.not-found", $"There is no session '{id}'. 'dispatch ls' lists those there are.");

    public static Error TooMany(int most) => new(
        ErrorKind.Conflict, "session.too-many", $"There are {most} sessions, as many as may be. Remove ended ones, or raise limits.sessions in runner.json.");

    public static Error NotEnded(SessionInfo session) => new(
        ErrorKind.Conflict, "session.not-ended", $"The session '{session.Name}' still runs. End it first.");

    public static Error NotRunning(SessionInfo session) => new(
        ErrorKind.Conflict, "session.not-running", $"The session '{session.Name}' doesn't run any more, so it takes no input. Restart it first.");

    public static readonly Error BadRequestId = new(
        ErrorKind.Invalid, "session.bad-request-id", "A requestId has 1 to 100 characters. Leave it out to be given a session of your own each time.");

    public static Error Imported(SessionInfo session) => new(
        ErrorKind.Conflict, "session.imported", $"The session '{session.Name}' is an imported recording: there is no program to start again.");

    public static Error TakesNoInput(SessionInfo session) => new(
        ErrorKind.Conflict, "session.takes-no-input", $"The session '{session.Name}' has no terminal to type into. Send it commands.");

    public static Error UnknownKind(string kind, string known) => new(
        ErrorKind.Invalid, "session.unknown-kind", $"There is no kind of session '{kind}'. This runner knows: {known}.");

    public static Error UnknownSignal(string signal) => new(
        ErrorKind.Invalid, "session.unknown-signal", $"A session can't be ended by '{signal}'. Use SIGHUP, SIGTERM, SIGINT or SIGKILL.");

    public static Error? Name(string? name, int longest) =>
        string.IsNullOrWhiteSpace(name) || name.Length > longest || name.Any(char.IsControl)
            ? new Error(ErrorKind.Invalid, "session.bad-name", $"A name has 1 to {longest} characters and no control characters.")
            : null;

    public static Error? Size(int cols, int rows) =>
        cols is < 1 or > LargestSide || rows is < 1 or > LargestSide
            ? new Error(ErrorKind.Invalid, "session.bad-size", $"A terminal has 1 to {LargestSide} columns and rows, not {cols} by {rows}.")
            : null;

    public static Error? Command(IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment) =>
        command.Any(part => part is null || part.Contains('\0', StringComparison.Ordinal)) || command[0].Length == 0
            ? new Error(ErrorKind.Invalid, "session.bad-command", "A command has a program, and no NUL in any part.")
            : environment?.Any(variable => variable.Key.Length == 0 || (variable.Key + variable.Value).Contains('\0', StringComparison.Ordinal)
                || variable.Key.Contains('=', StringComparison.Ordinal)) == true
                ? new Error(ErrorKind.Invalid, "session.bad-variable", "A variable has a name without '=', and no NUL.")
                : null;

    public static Error? FolderName(string? asked) => asked?.Contains('\0', StringComparison.Ordinal) == true
        ? new Error(ErrorKind.Invalid, "session.bad-folder", "A folder's name has no NUL.")
        : null;

    /// <summary>Where to start: as asked, <c>~</c> for the home folder, else relative to the workspace's folder.</summary>
    public static string Folder(string? asked, string workspaceFolder)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return asked switch
        {
            null or "" => workspaceFolder,
            "~" => home,
            _ when asked.StartsWith("~/", StringComparison.Ordinal) => Path.GetFullPath(asked[2..], home),
            _ => Path.GetFullPath(asked, workspaceFolder),
        };
    }
}
