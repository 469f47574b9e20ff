using Dispatch.Metrics.Otlp;

namespace Dispatch.Cli.Doctor;

/// <summary>Whether what OpenTelemetry's variables say can be: a start doesn't fail by it, and its figures would be missed silently.</summary>
internal static class MetricsCheck
{
    public const string Name = "metrics";

    public static IEnumerable<Finding> Look(Examined examined) => Judge(Environment.GetEnvironmentVariable);

    /// <param name="environment">This terminal's, which a start from here hands on.</param>
    public static IEnumerable<Finding> Judge(Func<string, string?> environment) => OtlpSettings.Read(environment) switch
    {
        ({ } settings, _) => [Finding.Ok(Name, $"Started from here, Dispatch sends its metrics to {settings.Address}")],
        (_, { } fault) => [Finding.Warning(Name, $"Started from here, Dispatch sends no metrics: {fault}", "Correct the variable, then: dispatch stop, and dispatch start")],
        _ => [Finding.Ok(Name, "No variable names a collector, so metrics are sent nowhere; /metrics has them for Prometheus")],
    };
}
