using Dispatch.Protocol;

namespace Dispatch.Server.Hosting;

internal static class HostingServices
{
    public static IServiceCollection AddHosting(this IServiceCollection services, ServerOptions options, TimeProvider time, Preparation prepared) => services
        .AddSingleton(options)
        .AddSingleton(options.Data)
        .AddSingleton(time)
        .AddSingleton(prepared.Foundation)
        .AddSingleton(prepared.SigningKey)
        .AddSingleton<StateFile>()
        .AddHostedService(static provider => provider.GetRequiredService<StateFile>())
        .AddHostedService<ConnectionsEnd>()
        .Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(5))
        .ConfigureHttpJsonOptions(static json =>
        {
            var options = json.SerializerOptions;
            options.TypeInfoResolverChain.Insert(0, Wire.Default);
            options.DefaultIgnoreCondition = Wire.Default.Options.DefaultIgnoreCondition;
            options.NumberHandling = Wire.Default.Options.NumberHandling;
            foreach (var converter in Wire.Default.Options.Converters)
            {
                options.Converters.Add(converter);
            }
        });

    public static void MapHosting(this IEndpointRouteBuilder routes)
    {
        Health.Map(routes);
        GetStatus.Map(routes);
    }
}
