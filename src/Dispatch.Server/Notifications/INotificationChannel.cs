using Dispatch.Protocol.Server;

namespace Dispatch.Server.Notifications;

/// <summary>
/// A way by which notifications reach a person. There is one, <see cref="LiveChannel"/>: pages that are open. Push to a closed browser comes in
/// here, as another one beside it: what it has to send, and to whom, is all in <see cref="TellAsync"/>.
/// </summary>
internal interface INotificationChannel
{
    /// <summary>Something new, for one principal.</summary>
    Task TellAsync(string principal, NotificationInfo item, CancellationToken cancellation);

    /// <summary>Something was read, or went with its session.</summary>
    /// <param name="principal">Whose; null for anybody's.</param>
    Task ChangedAsync(string? principal, CancellationToken cancellation);
}
