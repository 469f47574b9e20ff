using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;
using Dispatch.Server.Identity;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Notifications;

/// <summary><c>GET /api/notifications</c>: what the caller was told, the newest first.</summary>
internal static class ListNotifications
{
    private const int Usual = 100;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/notifications", Handle)
        .WithName("listNotifications").WithSummary("What you were told of, the newest first").Produces<NotificationList>()
        .RequireCapability(Capabilities.SessionList);

    /// <param name="before">Only those with a smaller id.</param>
    /// <param name="limit">1 to 500; 100 when absent.</param>
    private static async Task<IResult> Handle(long? before, int? limit, HttpContext context, NotificationStore notifications)
    {
        var most = limit ?? Usual;
        if (most is < 1 or > NotificationStore.Most)
        {
            return new Error(ErrorKind.Invalid, "request.invalid", $"limit is {most}; it is 1 to {NotificationStore.Most}.").ToResult();
        }

        var caller = context.Caller();
        var found = await notifications.ListAsync(caller.Principal, before ?? long.MaxValue, most + 1, context.RequestAborted);
        return TypedResults.Ok(new NotificationList([.. found.Take(most).Where(item => LiveChannel.MayRead(caller, item))], found.Count > most));
    }
}
