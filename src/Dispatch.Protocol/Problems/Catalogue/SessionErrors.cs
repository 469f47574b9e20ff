namespace Dispatch.Protocol.Problems.Catalogue;

internal static class SessionErrors
{
    public static readonly ErrorGroup Group = new("Sessions", "The runner, when sessions are made, changed or ended.",
    [
        new("import.bad-line", "A line of the recording is no event of asciicast. Nothing was imported.", "Correct that line, or record anew."),
        new("import.no-recording", "The file is no asciicast of version 2 or 3.", "`dispatch export --format asciicast` makes one."),
        new("session.bad-command", "The command has no program, or a NUL in it.", "Give a program and its arguments, each as one element."),
        new("session.bad-folder", "The folder's name has a NUL in it.", "Name another."),
        new("session.bad-name", "The name is empty, too long, or has control characters.", "Choose another."),
        new("session.bad-request-id", "The request's id is empty or too long.", "Use 1 to 100 characters, or leave it out."),
        new("session.bad-size", "The columns or rows are not from 1 to 1000.", "Give a size within."),
        new("session.bad-variable", "A variable has no name, an `=` in it, or a NUL.", "Correct it."),
        new("session.command-not-found", "The command isn't there, or may not be executed.", "Install it, or give its whole path."),
        new("session.folder-missing", "The folder to start in isn't there.", "Make it, or name another."),
        new("session.imported", "The session is an imported recording: there is no program to start again.", "Start a new session."),
        new("session.no-sandbox", "The session can't have the sandbox that it was to start in.", "Install bubblewrap, or start it without: `sandbox` is `none`."),
        new("session.not-ended", "The session still runs.", "End it first: `dispatch kill`."),
        new("session.not-found", "There is no such session, or no longer.", "`dispatch ls` lists those there are."),
        new("session.not-running", "The session's program has ended, so it takes neither input nor commands.", "Restart it: `dispatch restart`."),
        new("session.takes-no-input", "The session has no terminal to type into.", "Send it commands of its kind."),
        new("session.too-many", "There are as many sessions as may be.", "Remove ended ones, or raise `limits.sessions` in `runner.json`."),
        new("session.unknown-kind", "The runner has no such kind of session.", "Name one that it has, or add the kind to `runner.json`."),
        new("session.unknown-signal", "A session can't be ended by this signal.", "Use SIGHUP, SIGTERM, SIGINT or SIGKILL."),
    ]);
}
