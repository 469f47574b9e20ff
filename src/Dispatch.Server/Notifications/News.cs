using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Server;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Server.Notifications;

/// <summary>What there is to tell of an entry of a runner's feed: whom it is told is another question.</summary>
internal sealed record News(
    NotificationKind Kind, string SessionName, string? Title = null, string? Text = null, int? Command = null, int? ExitCode = null, string? Signal = null, long? DurationMs = null)
{
    private const int LongestName = 120, LongestText = 300;

    /// <summary>What is older was told or missed long ago: a feed that is read again from its start brings it up once more.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromDays(7);

    // Ends that a person asked for: by Ctrl+C, by closing, by ending it.
    private static readonly HashSet<int> Asked = [129, 130, 137, 143];
    private static readonly HashSet<string> Crashes = new(StringComparer.Ordinal) { "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGSEGV", "SIGSYS", "SIGTRAP" };

    /// <summary>Null when there is nothing to tell.</summary>
    public static News? Of(FeedEntry entry, DateTimeOffset now)
    {
        if (entry.Session is not { } session || entry.Time / 1000 < (now - Oldest).ToUnixTimeMilliseconds())
        {
            return null;
        }

        var name = PlainLine.Of(session.Name, LongestName) ?? session.Id;
        return entry.Type switch
        {
            AgentEvents.Asked => new News(NotificationKind.Waiting, name, Text: PlainLine.Of(session.Waiting?.Text, LongestText)),
            EventTypes.Rang => new News(NotificationKind.Waiting, name),
            EventTypes.Notified when entry.Said is { } said && PlainLine.Of(said.Title, LongestName) is var title && PlainLine.Of(said.Body, LongestText) is var text =>
                title is null && text is null ? null : new News(NotificationKind.Waiting, name, title, text),
            EventTypes.CommandEnded when entry.Ended is { } ended => new News(
                NotificationKind.CommandEnded, name, Text: PlainLine.Of(ended.Command, LongestText), Command: ended.Number, ExitCode: ended.ExitCode, DurationMs: ended.DurationMs),
            EventTypes.SessionFailed => new News(NotificationKind.Failed, name, Text: PlainLine.Of(session.Reason, LongestText)),
            EventTypes.SessionLost => new News(NotificationKind.Lost, name, Text: PlainLine.Of(session.Reason, LongestText)),
            EventTypes.SessionExited when IsFault(session) => new News(NotificationKind.Exited, name, ExitCode: session.ExitCode, Signal: session.Signal),
            _ => null,
        };
    }

    /// <summary>Whether what an agent asked waits for nobody any more: it was answered, taken back, or ended with the agent.</summary>
    public static bool Settles(FeedEntry entry) => entry is
    {
        Type: AgentEvents.Answered or AgentEvents.TurnEnded or AgentEvents.TurnFailed
            or EventTypes.SessionExited or EventTypes.SessionFailed or EventTypes.SessionLost,
        Session: { Kind: "agent", Waiting: null },
    };

    // The exit code of a shell is that of its last command, which is told of by itself.
    private static bool IsFault(SessionInfo session) =>
        (session.Signal is { } signal && Crashes.Contains(signal))
        || (session.ExitCode is { } code and not 0 && !Asked.Contains(code) && session.LastCommand is null);
}
