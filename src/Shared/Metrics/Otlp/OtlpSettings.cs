using System.Globalization;

namespace Dispatch.Metrics.Otlp;

/// <summary>
/// Where to and how metrics are sent, by OpenTelemetry's own variables
/// (https://opentelemetry.io/docs/specs/otel/protocol/exporter/); those of metrics alone go before those of all signals.
/// </summary>
/// <param name="Endpoint">The whole address of a request.</param>
/// <param name="Grpc">Else it is protobuf over HTTP/1.1.</param>
/// <param name="Headers">As the variable has them: <c>name=value</c> with commas between, percent-encoded. A secret.</param>
/// <param name="Timeout">How long a request may take.</param>
/// <param name="Interval">How often one is made.</param>
/// <param name="Delta">Counters tell what was added since the last time, not since the start.</param>
internal sealed record OtlpSettings(Uri Endpoint, bool Grpc, string? Headers, TimeSpan Timeout, TimeSpan Interval, bool Delta)
{
    /// <summary>All that OpenTelemetry is told by begins with it.</summary>
    public const string Prefix = "OTEL_";

    private const string All = Prefix + "EXPORTER_OTLP_";
    private const string Own = All + "METRICS_";
    private const string Path = "/v1/metrics";

    // Oftener, and measuring would be what there is to measure.
    private const int ShortestInterval = 100;

    /// <summary>The address without what may be secret in it.</summary>
    public string Address => Endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <returns>Two nulls when nothing is to be sent; a fault names the variable and what to do, never a value.</returns>
    public static (OtlpSettings? Settings, string? Fault) Read(Func<string, string?> environment)
    {
        string? Value(string name) => environment(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
        string Name(string setting) => Value(Own + setting) is null ? All + setting : Own + setting;

        var address = Name("ENDPOINT");
        if (Value(address) is not { } text || IsOff(Value))
        {
            return (null, null);
        }

        var protocol = Value(Name("PROTOCOL")) ?? "http/protobuf";
        var headers = Value(Name("HEADERS"));
        var timeout = Number(Value(Name("TIMEOUT")), 10_000);
        var interval = Number(Value(Prefix + "METRIC_EXPORT_INTERVAL"), 60_000);
        var fault = !Uri.TryCreate(text, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https") || endpoint.Host.Length == 0
                ? $"{address} is no address; give one with http:// or https://, like http://127.0.0.1:4318"
            : protocol is not ("http/protobuf" or "grpc") ? $"{Name("PROTOCOL")} names a protocol that isn't spoken here; give http/protobuf or grpc"
            : headers is not null && !IsList(headers) ? $"{Name("HEADERS")} is no list of headers; give name=value, with a comma before the next and anything else percent-encoded"
            : timeout is not > 0 ? $"{Name("TIMEOUT")} is no time; give milliseconds, 1 or more"
            : interval is not >= ShortestInterval ? $"{Prefix}METRIC_EXPORT_INTERVAL is no interval; give milliseconds, {ShortestInterval} or more"
            : null;
        if (fault is not null)
        {
            return (null, $"No metrics are exported, because {fault}, or unset it.");
        }

        var grpc = protocol == "grpc";
        return (new OtlpSettings(
            grpc || address.StartsWith(Own, StringComparison.Ordinal) ? endpoint! : Signal(endpoint!),
            grpc, headers, TimeSpan.FromMilliseconds(timeout!.Value), TimeSpan.FromMilliseconds(interval!.Value),
            string.Equals(Value(Own + "TEMPORALITY_PREFERENCE"), "delta", StringComparison.OrdinalIgnoreCase)), null);
    }

    private static bool IsOff(Func<string, string?> value) =>
        string.Equals(value(Prefix + "SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)
        || (value(Prefix + "METRICS_EXPORTER") is { } exporters && !exporters.Split(',', StringSplitOptions.TrimEntries).Contains("otlp", StringComparer.OrdinalIgnoreCase));

    // What is of all signals names where the paths of each begin.
    private static Uri Signal(Uri endpoint) => new UriBuilder(endpoint) { Path = endpoint.AbsolutePath.TrimEnd('/') + Path }.Uri;

    private static bool IsList(string headers) =>
        headers.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(static header =>
            header.IndexOf('=', StringComparison.Ordinal) > 0 && !Uri.UnescapeDataString(header).AsSpan().ContainsAnyExceptInRange(' ', '~'));

    private static int? Number(string? text, int usual) =>
        text is null ? usual : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
