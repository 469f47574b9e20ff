using Dispatch.Protocol.Feed;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Notifications;

/// <summary>
/// Tells what was taken in from a feed. Looked up by the entry, not remembered from taking it in: of several replicas one took it in, and each
/// has people connected to it.
/// </summary>
internal sealed class NotificationNews(NotificationStore notifications, INotificationChannel channel, Foundation foundation, TimeProvider time)
{
    public async Task TellAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellation)
    {
        foreach (var entry in entries)
        {
            if (entry.Session is null)
            {
                await channel.ChangedAsync(null, cancellation);
                continue;
            }

            if (News.Settles(entry) && await notifications.HasSettledAsync(foundation.Environment, entry, cancellation))
            {
                await channel.ChangedAsync(null, cancellation);
            }

            if (News.Of(entry, time.GetUtcNow()) is not null)
            {
                // A feed that is read again from its start brings up what was read long ago.
                foreach (var (principal, item) in (await notifications.OfAsync(foundation.Environment, entry, cancellation)).Where(told => !told.Item.Read))
                {
                    await channel.TellAsync(principal, item, cancellation);
                }
            }
        }
    }
}
