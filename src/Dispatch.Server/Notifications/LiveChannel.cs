using Dispatch.Protocol.Access;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Dispatch.Server.Identity;
using Dispatch.Server.Live;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Notifications;

/// <summary>Notifications by the live streams of the pages that are open, each with what its principal may see.</summary>
internal sealed class LiveChannel(LiveHub hub, NotificationStore notifications) : INotificationChannel
{
    private const int MostUnread = 100;

    public Task TellAsync(string principal, NotificationInfo item, CancellationToken cancellation)
    {
        hub.Publish(caller => caller.Principal == principal && MayRead(caller, item) ? new StreamNotification(item) : null);
        return Task.CompletedTask;
    }

    public async Task ChangedAsync(string? principal, CancellationToken cancellation)
    {
        foreach (var caller in hub.Callers.Where(caller => principal is null || caller.Principal == principal).DistinctBy(caller => caller.Principal))
        {
            var unread = await UnreadAsync(caller, cancellation);
            hub.Publish(other => other.Principal == caller.Principal ? unread : null);
        }
    }

    /// <summary>All that a caller hasn't read.</summary>
    public async Task<StreamUnread> UnreadAsync(Caller caller, CancellationToken cancellation)
    {
        var (items, count) = await notifications.UnreadAsync(caller.Principal, MostUnread, cancellation);
        List<NotificationInfo> seen = [.. items.Where(item => MayRead(caller, item))];
        return new StreamUnread(seen, count - (items.Count - seen.Count));
    }

    /// <summary>What was told to somebody who lost access since is theirs no more.</summary>
    public static bool MayRead(Caller caller, NotificationInfo item) =>
        AccessDecision.Held(caller.Grants, [Capabilities.SessionRead], item.Workspace).Count > 0;
}
