using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Server;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Live;
using Dispatch.Server.Notifications;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Feed;

/// <summary>Takes the feed's entries into the session index, and then, never before, tells whoever watches.</summary>
internal sealed class FeedIngest(SessionIndexStore index, NotificationNews news, LiveHub hub, Foundation foundation)
{
    public async Task TakeAsync(IReadOnlyList<FeedMessage> messages, CancellationToken cancellation)
    {
        var entries = messages.OfType<FeedEntry>().ToList();
        if (entries.Count == 0)
        {
            return;
        }

        await index.ApplyAsync(foundation.Environment, entries, cancellation);
        foreach (var entry in entries.Where(ChangesTheList))
        {
            hub.Publish(entry.Session is { } session ? new StreamSession(session) : new StreamRemoved(entry.Workspace, entry.SessionId));
        }

        await news.TellAsync(entries, cancellation);
    }

    private static bool ChangesTheList(FeedEntry entry) => entry.Type is not (EventTypes.Notified or EventTypes.Rang);
}
