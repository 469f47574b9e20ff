namespace Dispatch.Protocol.Problems.Catalogue;

internal static class ProgramErrors
{
    public static readonly ErrorGroup Group = new("Server and runner", "Either of the two can't do its work now. What runs in sessions goes on.",
    [
        new("disk.full", "Less is free on the disk of the data folder than must stay free; a commit may fail at any moment.", "Make room on that disk: `dispatch ls`, then `dispatch rm` for what isn't needed.", Retry: true),
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
