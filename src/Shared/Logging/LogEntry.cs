namespace Dispatch.Logging;

/// <summary>One thing that was logged, as it was at that moment: the values in it may change afterwards.</summary>
internal sealed record LogEntry(
    DateTimeOffset Time, LogLevel Level, string Area, string Source, int Event, string Message, string? TraceId,
    IReadOnlyList<KeyValuePair<string, object?>> Fields, string? Error);
