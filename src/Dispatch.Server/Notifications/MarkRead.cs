using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;
using Dispatch.Server.Identity;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Notifications;

/// <summary><c>POST /api/notifications/read</c>: some of them, or all up to one. Done twice it is done once.</summary>
internal static class MarkRead
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/notifications/read", Handle)
        .WithName("readNotifications").WithSummary("Marks notifications as read, on all devices").Produces(StatusCodes.Status204NoContent)
        .RequireCapability(Capabilities.SessionList);

    private static async Task<IResult> Handle(
        ReadNotifications which, HttpContext context, NotificationStore notifications, INotificationChannel channel, TimeProvider time)
    {
        if (which is { Ids: null, Through: null } or { Ids.Count: > NotificationStore.Most })
        {
            return new Error(ErrorKind.Invalid, "request.invalid", $"Name up to {NotificationStore.Most} ids, or the id up to which all were read (through).").ToResult();
        }

        var principal = context.Caller().Principal;
        if (await notifications.ReadAsync(principal, which, time.NowMilliseconds(), context.RequestAborted))
        {
            await channel.ChangedAsync(principal, context.RequestAborted);
        }

        return TypedResults.NoContent();
    }
}
