using System.Text.Json;

namespace Dispatch.Protocol.Logs;

/// <summary>One line of a log file: a JSON object. <c>docs/logging.md</c> describes its members.</summary>
public sealed record LogLine
{
    public DateTimeOffset Time { get; init; }

    /// <summary>One of <see cref="LogLevels.Names"/>.</summary>
    public string Level { get; init; } = "";

    /// <summary><c>server</c>, <c>runner</c> or <c>keeper</c>.</summary>
    public string Part { get; init; } = "";

    public int Pid { get; init; }

    /// <summary>The capability that wrote it, as its folder in the source is named: <c>Sessions</c>.</summary>
    public string Area { get; init; } = "";

    /// <summary>The class that wrote it.</summary>
    public string? Source { get; init; }

    /// <summary>Which of the source's messages it is.</summary>
    public int? Event { get; init; }

    public string Message { get; init; } = "";

    /// <summary>The request that it belongs to: a W3C trace id, 32 hexadecimal digits.</summary>
    public string? TraceId { get; init; }

    /// <summary>The values in the message, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Fields { get; init; }

    /// <summary>An exception with its stack.</summary>
    public string? Error { get; init; }
}
