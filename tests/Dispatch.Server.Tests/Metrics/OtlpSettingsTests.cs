using Dispatch.Metrics.Otlp;

namespace Dispatch.Server.Tests.Metrics;

public sealed class OtlpSettingsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS=a=b;OTEL_SERVICE_NAME=x")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT= ")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c;OTEL_SDK_DISABLED=true")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c;OTEL_METRICS_EXPORTER=none")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://c")]
    public void Without_an_address_for_metrics_nothing_is_sent(string variables) => Assert.Equal((null, null), Read(variables));

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318", "http://c:4318/v1/metrics")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=https://c/otlp/", "https://c/otlp/v1/metrics")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://c:4318/as/it/is", "http://c:4318/as/it/is")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://a;OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://b/x", "http://b/x")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317;OTEL_EXPORTER_OTLP_PROTOCOL=grpc", "http://c:4317/")]
    public void The_address_is_made_as_the_specification_says(string variables, string address) => Assert.Equal(address, Read(variables).Settings!.Endpoint.ToString());

    [Fact]
    public void What_is_said_of_metrics_goes_before_what_is_said_of_all()
    {
        var settings = Read(
            "OTEL_EXPORTER_OTLP_ENDPOINT=http://c;OTEL_EXPORTER_OTLP_HEADERS=a=1;OTEL_EXPORTER_OTLP_METRICS_HEADERS=b=2;"
            + "OTEL_EXPORTER_OTLP_TIMEOUT=1;OTEL_EXPORTER_OTLP_METRICS_TIMEOUT=2;OTEL_METRIC_EXPORT_INTERVAL=300;"
            + "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=Delta").Settings!;
        Assert.Equal(("b=2", 2, 300, true), (settings.Headers, settings.Timeout.TotalMilliseconds, settings.Interval.TotalMilliseconds, settings.Delta));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=collector:4318", "OTEL_EXPORTER_OTLP_ENDPOINT is no address")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=not one", "OTEL_EXPORTER_OTLP_ENDPOINT is no address")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=ftp://c", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT is no address")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c;OTEL_EXPORTER_OTLP_PROTOCOL=http/json", "OTEL_EXPORTER_OTLP_PROTOCOL names a protocol")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c;OTEL_EXPORTER_OTLP_HEADERS=hush", "OTEL_EXPORTER_OTLP_HEADERS is no list")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c;OTEL_EXPORTER_OTLP_HEADERS=a=hush%0D%0Ab", "OTEL_EXPORTER_OTLP_HEADERS is no list")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c;OTEL_EXPORTER_OTLP_TIMEOUT=soon", "OTEL_EXPORTER_OTLP_TIMEOUT is no time")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c;OTEL_METRIC_EXPORT_INTERVAL=1", "OTEL_METRIC_EXPORT_INTERVAL is no interval")]
    public void What_can_not_be_is_named_without_its_value(string variables, string named)
    {
        var (settings, fault) = Read(variables);
        Assert.Null(settings);
        Assert.StartsWith("No metrics are exported, because " + named, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void The_address_that_is_told_has_nothing_secret_in_it() =>
        Assert.Equal("https://c:4318/v1/metrics", Read("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=https://me:hush@c:4318/v1/metrics?token=hush").Settings!.Address);

    private static (OtlpSettings? Settings, string? Fault) Read(string variables)
    {
        var all = variables.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return OtlpSettings.Read(all.GetValueOrDefault);
    }
}
