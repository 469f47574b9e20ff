namespace Dispatch.Protocol.Problems.Catalogue;

internal static class ProgramErrors
{
    public static readonly ErrorGroup Group = new("Server and runner", "Either of the two can't do its work now. What runs in sessions goes on.",
    [
        new("clock.ahead", "The clock went ahead by days in which the machine was not up. Until it is believed, no output is dropped for its age (`limits.outputDays`): it is a warning.", "Set the clock, or, if it is right, drop what is too old now: `dispatch gc`."),
        new("disk.full", "Less is free on the disk of the data folder than must stay free. Programs are paused at their next output, no session is started, and nothing that was printed is lost.", "Make room on that disk: `dispatch ls`, then `dispatch rm` for what isn't needed. Everything then goes on by itself.", Retry: true),
        new("disk.low", "Little is free on the disk of the data folder. Everything still goes on: it is a warning.", "Make room on that disk before programs have to wait: `dispatch ls`, then `dispatch rm` for what isn't needed."),
        new("input.unknown", "The runner went away before it said whether it took what was typed.", "Look at the session before you type it again: `dispatch screen`. Attached clients and `dispatch send` know more: they go on where the connection broke."),
        new("log-area.not-found", "Nothing logs in an area of this name.", "`dispatch logs level` lists the areas."),
        new("log-level.unknown", "There is no such level.", "Use one that the message names."),
        new("log.not-confirmed", "Something was done, and stands; the disk didn't confirm that it would survive a power cut. A session that was being made may run.", "Look before you do it again (`dispatch ls`), and see to the disk that the message names."),
        new("log.unwritable", "The log takes no more: its disk is full or failing. Programs wait with their output, and nothing is lost.", "Make room on the disk that the message names; everything then goes on by itself.", Retry: true),
        new("loop.failing", "What works in the background fails again and again, and goes on trying.", "The message has the cause; the log has the whole of it: `dispatch logs`.", Retry: true),
        new("runner.failed", "The runner failed at the request, for a reason that nobody foresaw.", "Look into its log by the id: `dispatch logs runner --trace ID`.", Retry: true),
        new("runner.unavailable", "The runner doesn't answer. It is being started again; shells live on.", "Try again in a moment; if it goes on, the message has the reason: `dispatch doctor`, `dispatch logs runner`.", Retry: true),
        new("server.failed", "The server failed at the request, for a reason that nobody foresaw.", "Look into its log by the id: `dispatch logs server --trace ID`.", Retry: true),
    ]);
}
