namespace Dispatch.Metrics.Otlp;

internal static class OtlpServices
{
    /// <summary>Has the meters' figures sent to a collector when OpenTelemetry's variables name one. Else nothing of its libraries is loaded.</summary>
    /// <param name="name">The program's, as the collector is to know it.</param>
    /// <param name="data">The folder that this instance of the program works on, which no other one does.</param>
    public static IServiceCollection AddOtlp(this IServiceCollection services, string name, string data, OtlpSettings? settings, string? fault)
    {
        if (fault is not null)
        {
            services.AddHostedService(provider => new OtlpFault(fault, provider.GetRequiredService<ILogger<OtlpFault>>()));
        }
        else if (settings is not null)
        {
            AddExport(services, name, data, settings);
        }

        return services;
    }

    private static void AddExport(IServiceCollection services, string name, string data, OtlpSettings settings) =>
        services.AddHostedService(provider => new OtlpExport(
            name, data, settings, provider.GetRequiredService<Meters>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<OtlpExport>>()));
}
