namespace Dispatch.Protocol.Problems.Catalogue;

internal static class LogErrors
{
    public static readonly ErrorGroup Group = new("The log of sessions", "`dispatch db verify`, which reads everything and changes nothing. Keep a copy of the data folder before you act on any of them.",
    [
        new("log.damaged", "The log's file is damaged.", "Put back a copy from before, or move the log away to start with an empty one."),
        new("log.epoch-back", "A session's epoch goes back.", "Its order is by position and holds: nothing has to be done."),
        new("log.hole", "Events are missing in the middle of a session.", "What is before and after them can be read; put back a copy from before if they are in it."),
        new("log.left-over", "There is output that was to be dropped.", "It is passed over: nothing has to be done."),
        new("log.no-beginning", "A session doesn't begin with being made.", "It is shown by what else there is of it, as a terminal; put back a copy from before to have the rest."),
        new("log.no-session", "There are events of a session that isn't listed.", "They are passed over, and every other session is whole."),
        new("log.projection-differs", "What the running runner holds isn't what its log says.", "The log is the truth: end the runner, then `dispatch start`; shells live on."),
        new("log.segment", "A file with sealed output of a session is missing, or isn't what was sealed.", "Its readers see a gap there, and all the rest; put that file back from a backup."),
        new("log.unknown-key", "An event is kept under a key that this version doesn't know.", "Read it with the version that wrote it."),
        new("log.unknown-name", "An event's type or principal has a number that has no name.", "It is passed over: the session is shown without what it says. Put back a copy from before to have it."),
        new("log.unparseable", "A fact can't be read.", "It is passed over: its session is shown without it, and every other session is whole. Put back a copy from before to have it."),
        new("log.unusable", "The file can't be read as it is; the message has the reason.", "Do what the message names."),
    ]);
}
