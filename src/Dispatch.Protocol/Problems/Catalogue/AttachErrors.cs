namespace Dispatch.Protocol.Problems.Catalogue;

internal static class AttachErrors
{
    public static readonly ErrorGroup Group = new(
        "Attach", "The runner, on an attached connection: in an `error` frame, in a `result`, and as the reason of a close frame with status 1008.",
    [
        new("attach.bad-client", "The client's own id has fewer than 8 or more than 64 characters.", "Make another, or leave it out."),
        new("attach.expected", "The first frame was not `attach`.", "Send it first, as text."),
        new("attach.no-websocket", "Attaching takes a WebSocket with the subprotocol `dispatch.v1`.", "Open one."),
        new("attach.read-only", "The connection asked to read only, or its caller may not write.", "Attach again to type, or ask the owner for session.write."),
        new("attach.repeated", "`attach` came a second time.", "Open another connection for another session."),
        new("attach.too-many", "As many clients are attached as may be.", "Close one, or raise `limits.clientsPerSession` in `runner.json`.", Retry: true),
        new("attach.unread", "The client asks, and doesn't read the answers.", "Read them; attach again with the last position.", Retry: true),
        new("command.incomplete", "A command has no id or no name.", "Give it both; the id is made by who sends it."),
        new("command.repeated", "A command of this id is being run.", "Wait for its result; a new command has a new id."),
        new("command.unanswered", "The session did not say in time whether it ran the command.", "Look before you send it again."),
        new("command.unknown", "The session's kind has no such command.", "See the kind's own description."),
        new("command.unknown-outcome", "The session ended before it said whether it had run the command.", "Look what became of it before you send it again."),
        new("frame.malformed", "The frame can't be read.", "`docs/protocol.md` tells the frames."),
        new("frame.too-large", "The frame is larger than 512 KiB.", "Send it in parts."),
        new("input.refused", "The program doesn't read, and as much waits for it as may. This input was dropped.", "Wait until it reads, or end it.", Retry: true),
        new("session.stopped", "What the session prints can't be taken in, for a reason that nobody foresaw. Nothing is lost: its program waits, and other sessions go on.", "Look into the runner's log for the reason; a fresh runner (`dispatch upgrade`) tries again."),
    ]);
}
