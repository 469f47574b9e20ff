namespace Dispatch.Protocol.Problems.Catalogue;

internal static class TerminalErrors
{
    public static readonly ErrorGroup Group = new("Screens and recordings", "The runner, when a session's screen or past is asked for.",
    [
        new("command.not-found", "The session ran no command of this number, or its shell doesn't mark them.", "`dispatch commands` lists those there are."),
        new("command.output-dropped", "The command's output is older than what is kept.", "Nothing brings it back; raise `limits.outputBytes` in `runner.json` for what comes."),
        new("recording.bad-limit", "`limit` is out of its range.", "Give one that the message names."),
        new("recording.bad-range", "`after` and `through` enclose nothing.", "`after` is 0 or more, and `through` larger."),
        new("screen.bad-format", "There is no such format.", "Use one that the message names."),
        new("screen.bad-position", "The session has no such position.", "Use one that the message names."),
        new("screen.bad-scrollback", "So many lines above the screen aren't given.", "Ask for 0 to 10000."),
        new("screen.dropped", "The output up to this position is older than what is kept.", "Ask for a later position."),
        new("session.not-a-terminal", "The session's kind has no screen.", "Attach to it instead."),
    ]);
}
