namespace Dispatch.Server.Feed;

internal static class FeedServices
{
    public static IServiceCollection AddFeed(this IServiceCollection services) => services
        .AddSingleton<FeedIngest>()
        .AddSingleton<IndexAudit>()
        .AddSingleton<FeedFollower>();
}
