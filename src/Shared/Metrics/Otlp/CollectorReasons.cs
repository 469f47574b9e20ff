using System.Diagnostics.Tracing;

namespace Dispatch.Metrics.Otlp;

/// <summary>
/// Why the collector didn't take what it was sent: the exporter says so in its own events and nowhere else
/// (https://github.com/open-telemetry/opentelemetry-dotnet/blob/main/src/OpenTelemetry.Exporter.OpenTelemetryProtocol/README.md#troubleshooting).
/// </summary>
internal sealed class CollectorReasons : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";
    private const int Longest = 200;

    private volatile string _last = "it gave no reason";

    public string Last => _last;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporter)
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    // One of the texts is the whole address, which may hold a secret; the last of the others is an exception's with its type before and its stack after.
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (Reason(eventData) is { } text)
        {
            var line = text.AsSpan().Trim();
            line = line[..(line.IndexOfAny('\r', '\n') is >= 0 and var end ? end : line.Length)];
            line = line[..(line.IndexOf(" ---> ") is >= 0 and var inner ? inner : line.Length)];
            line = line[(line.IndexOf("Exception: ") is >= 0 and var type ? type + "Exception: ".Length : 0)..];
            _last = line[..Math.Min(line.Length, Longest)].TrimEnd('.').ToString();
        }
    }

    private static string? Reason(EventWrittenEventArgs happened) => (happened.PayloadNames ?? []).Zip(happened.Payload ?? [])
        .Where(static part => !IsAddress(part.First)).Select(static part => part.Second).OfType<string>().LastOrDefault();

    private static bool IsAddress(string name) =>
        name.Contains("uri", StringComparison.OrdinalIgnoreCase) || name.Contains("url", StringComparison.OrdinalIgnoreCase)
        || name.Contains("endpoint", StringComparison.OrdinalIgnoreCase);
}
