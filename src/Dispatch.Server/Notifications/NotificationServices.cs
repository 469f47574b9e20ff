namespace Dispatch.Server.Notifications;

internal static class NotificationServices
{
    public static IServiceCollection AddNotifications(this IServiceCollection services) => services
        .AddSingleton<LiveChannel>()
        .AddSingleton<INotificationChannel>(provider => provider.GetRequiredService<LiveChannel>())
        .AddSingleton<NotificationNews>();

    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        ListNotifications.Map(routes);
        MarkRead.Map(routes);
        ClearRead.Map(routes);
    }
}
