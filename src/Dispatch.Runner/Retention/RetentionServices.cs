namespace Dispatch.Runner.Retention;

internal static class RetentionServices
{
    public static void AddRetention(this IServiceCollection services) => services.AddSingleton<Collector>().AddSingleton<Sealer>();
}
