namespace Dispatch.Server.Settings;

internal static class SettingsServices
{
    public static IServiceCollection AddSettings(this IServiceCollection services) => services
        .AddSingleton<SettingsFile>()
        .AddSingleton<SettingsLayers>()
        .AddSingleton<SettingsChange>()
        .AddHostedService<SettingsWatch>();

    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        GetSettings.Map(routes);
        PatchSettings.Map(routes);
    }
}
