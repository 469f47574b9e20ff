using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Verification;

/// <summary>Whether a fact's payload is what its type says.</summary>
internal static class FactShapes
{
    /// <returns>Why it can't be read; null when it can.</returns>
    public static string? Fault(string type, ReadOnlySpan<byte> payload)
    {
        try
        {
            return IsWhole(type, payload) ? null : "a value is missing";
        }
        catch (JsonException e)
        {
            return e.Message;
        }
    }

    private static bool IsWhole(string type, ReadOnlySpan<byte> payload) => type switch
    {
        EventTypes.SessionCreated => Read(payload, Wire.Default.SessionCreated) is { Kind: not null, Name: not null, Command: not null, Cwd: not null },
        EventTypes.SessionStarted => Read(payload, Wire.Default.SessionStarted) is not null,
        EventTypes.SessionFailed => Read(payload, Wire.Default.SessionFailed) is { Reason: not null },
        EventTypes.SessionRenamed => Read(payload, Wire.Default.SessionRenamed) is { Name: not null },
        EventTypes.SessionExited => Read(payload, Wire.Default.SessionExited) is not null,
        EventTypes.SessionLost => Read(payload, Wire.Default.SessionLost) is { Reason: not null },
        EventTypes.SessionRestarted or EventTypes.SessionRemoved => payload.IsEmpty,
        EventTypes.TerminalResized => Read(payload, Wire.Default.TerminalResized) is { Cols: > 0, Rows: > 0 },
        EventTypes.CommandStarted => Read(payload, Wire.Default.CommandStarted) is { At: not null },
        EventTypes.CommandEnded => Read(payload, Wire.Default.CommandEnded) is { At: not null },
        EventTypes.TitleChanged => Read(payload, Wire.Default.TitleChanged) is { Title: not null },
        EventTypes.FolderChanged => Read(payload, Wire.Default.FolderChanged) is { Cwd: not null },
        EventTypes.Notified => Read(payload, Wire.Default.Notified) is { Title: not null, Body: not null },
        // A kind's own: any JSON, or nothing.
        _ => payload.IsEmpty || Read(payload, Wire.Default.JsonElement) is { ValueKind: not JsonValueKind.Undefined },
    };

    private static T? Read<T>(ReadOnlySpan<byte> payload, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(payload, type);
}
