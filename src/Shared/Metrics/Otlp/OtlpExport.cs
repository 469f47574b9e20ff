using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Dispatch.Metrics.Otlp;

/// <summary>
/// Sends to a collector what the meters measured, at every interval and once at the end, from a thread of its own. Nothing waits for a
/// collector that is away or slow, and what it missed it is told the next time: figures count from the start.
/// </summary>
internal sealed partial class OtlpExport(
    string name, string data, OtlpSettings settings, Meters meters, TimeProvider time, ILogger<OtlpExport> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(1);

    private readonly CollectorReasons _reasons = new();
    private Task<MeterProvider?> _provider = Task.FromResult<MeterProvider?>(null);

    // Written by the exporting thread alone: whether the collector took the last figures, once it was asked.
    private bool? _reached;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Loading the libraries takes longer than a shell may wait for its runner.
        _provider = Task.Run(Make, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.Run(FarewellAsync, CancellationToken.None)
            .WaitAsync(LongestFarewell, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _reasons.Dispose();

    private async Task FarewellAsync()
    {
        // One that hasn't come to its end must not have what it works with taken away.
        if (await _provider is { } provider && provider.Shutdown((int)LongestFarewell.TotalMilliseconds))
        {
            provider.Dispose();
        }
    }

    private MeterProvider? Make()
    {
        try
        {
            return Build();
        }
        catch (Exception e)
        {
            LogNotBegun(logger, e);
            return null;
        }
    }

    private MeterProvider Build()
    {
        var exporter = new CollectorExporter(
            new OtlpExporterOptions
            {
                Endpoint = settings.Endpoint,
                Protocol = settings.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
                Headers = settings.Headers ?? "",
                TimeoutMilliseconds = (int)settings.Timeout.TotalMilliseconds,
            },
            Tell);
        var reader = new PeriodicExportingMetricReader(exporter, (int)settings.Interval.TotalMilliseconds, (int)settings.Timeout.TotalMilliseconds)
        {
            TemporalityPreference = settings.Delta ? MetricReaderTemporalityPreference.Delta : MetricReaderTemporalityPreference.Cumulative,
        };
        var version = typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

        // The variables last: OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say what they say.
        var resource = ResourceBuilder.CreateEmpty().AddTelemetrySdk()
            .AddService(name, serviceVersion: version, autoGenerateServiceInstanceId: false, serviceInstanceId: Instance())
            .AddEnvironmentVariableDetector();
        return Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(meters.Names)
            .AddView(instrument =>
                !ReferenceEquals(instrument.Meter.Scope, meters) ? MetricStreamConfiguration.Drop
                : instrument is System.Diagnostics.Metrics.Histogram<double> ? new ExplicitBucketHistogramConfiguration { Boundaries = Series.Bounds }
                : null)
            .AddReader(reader)
            .Build();
    }

    /// <summary>The same after a restart, so that a series goes on; another for each program and data folder.</summary>
    private string Instance() =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\n{Environment.MachineName}\n{data}")).AsSpan(0, 16)).ToString();

    private void Tell(bool reached)
    {
        if (_reached == reached)
        {
            return;
        }

        _reached = reached;
        if (reached)
        {
            LogReached(logger, settings.Address);
        }
        else
        {
            LogNotReached(logger, settings.Address, _reasons.Last, settings.Interval.TotalSeconds);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Metrics reach {Address}")]
    private static partial void LogReached(ILogger logger, string address);

    [LoggerMessage(2, LogLevel.Warning, "Metrics don't reach {Address}: {Reason}. They are sent again every {Seconds} s, and this is told once")]
    private static partial void LogNotReached(ILogger logger, string address, string reason, double seconds);

    [LoggerMessage(3, LogLevel.Error, "No metrics are exported")]
    private static partial void LogNotBegun(ILogger logger, Exception exception);

    /// <summary>Tells after each request whether the collector took it.</summary>
    private sealed class CollectorExporter(OtlpExporterOptions options, Action<bool> told) : OtlpMetricExporter(options)
    {
        public override ExportResult Export(in Batch<Metric> batch)
        {
            // The reader's thread runs before what it belongs to is made: there is nothing to tell, and who tells it would be looked up and kept as nobody.
            if (ParentProvider is null || batch.Count == 0)
            {
                return ExportResult.Success;
            }

            var result = base.Export(batch);
            told(result == ExportResult.Success);
            return result;
        }
    }
}
