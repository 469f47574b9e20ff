using Dispatch.Protocol.Access;
using Dispatch.Server.Access;
using Dispatch.Server.Identity;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Notifications;

/// <summary><c>DELETE /api/notifications</c>: those that were read, up to one. What came in since stays, and so does what nobody has read.</summary>
internal static class ClearRead
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/api/notifications", Handle)
        .WithName("clearNotifications").WithSummary("Removes the notifications that were read, on all devices").Produces(StatusCodes.Status204NoContent)
        .RequireCapability(Capabilities.SessionList);

    /// <param name="through">The id up to which.</param>
    private static async Task<IResult> Handle(long through, HttpContext context, NotificationStore notifications, INotificationChannel channel)
    {
        var principal = context.Caller().Principal;
        if (await notifications.ClearAsync(principal, through, context.RequestAborted))
        {
            await channel.ChangedAsync(principal, context.RequestAborted);
        }

        return TypedResults.NoContent();
    }
}
