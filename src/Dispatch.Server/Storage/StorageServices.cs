namespace Dispatch.Server.Storage;

internal static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IDatabase database) => services
        .AddSingleton(database)
        .AddSingleton<PrincipalStore>()
        .AddSingleton<DeviceStore>()
        .AddSingleton<AccessTokenStore>()
        .AddSingleton<SignInLinkStore>()
        .AddSingleton<SessionIndexStore>()
        .AddSingleton<SettingsStore>()
        .AddSingleton<NotificationStore>()
        .AddSingleton<OpinionStore>()
        .AddSingleton<SecretStore>()
        .AddSingleton<ModelKeyStore>()
        .AddSingleton<UsageStore>()
        .AddSingleton<WorkspaceTraceStore>();
}
