namespace Dispatch.Server.Gateway;

internal static class GatewayServices
{
    public const string Models = "/api/models";
    public const string Key = Models + "/{provider}/key";
    public const string Limits = Models + "/limits";

    public static IServiceCollection AddGateway(this IServiceCollection services) => services
        .AddSingleton<GatewayTokens>()
        .AddSingleton<ProviderKeys>()
        .AddSingleton<ProviderClient>()
        .AddSingleton<Prices>()
        .AddSingleton<UsageLedger>()
        .AddSingleton<AskModel>()
        .AddSingleton<GatewayDelivery>()
        .AddHostedService(static provider => provider.GetRequiredService<GatewayDelivery>());

    public static void MapGateway(this IEndpointRouteBuilder routes)
    {
        AskModel.Map(routes);
        ListModels.Map(routes);
        SetKey.Map(routes);
        RemoveKey.Map(routes);
        LimitEndpoints.Map(routes);
        GetUsage.Map(routes);
    }
}
