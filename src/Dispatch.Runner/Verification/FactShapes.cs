using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Verification;

/// <summary>Whether a fact's payload is what its type says, as those find it who work with it.</summary>
internal static class FactShapes
{
    /// <returns>Why it can't be read; null when it can.</returns>
    public static string? Fault(string type, ReadOnlySpan<byte> payload)
    {
        try
        {
            return IsOf(type, payload) ? null : "it is not what its type says";
        }
        catch (JsonException e)
        {
            return e.Message;
        }
    }

    private static bool IsOf(string type, ReadOnlySpan<byte> payload) => type switch
    {
        EventTypes.SessionCreated => Fact.Read(payload, Wire.Default.SessionCreated) is not null,
        EventTypes.SessionStarted => Fact.Read(payload, Wire.Default.SessionStarted) is not null,
        EventTypes.SessionFailed => Fact.Read(payload, Wire.Default.SessionFailed) is not null,
        EventTypes.SessionRenamed => Fact.Read(payload, Wire.Default.SessionRenamed) is not null,
        EventTypes.SessionExited => Fact.Read(payload, Wire.Default.SessionExited) is not null,
        EventTypes.SessionLost => Fact.Read(payload, Wire.Default.SessionLost) is not null,
        EventTypes.SessionRestarted or EventTypes.SessionRemoved or EventTypes.Rang => payload.IsEmpty,
        EventTypes.TerminalResized => Fact.Read(payload, Wire.Default.TerminalResized) is not null,
        EventTypes.CommandStarted => Fact.Read(payload, Wire.Default.CommandStarted) is not null,
        EventTypes.CommandEnded => Fact.Read(payload, Wire.Default.CommandEnded) is not null,
        EventTypes.TitleChanged => Fact.Read(payload, Wire.Default.TitleChanged) is not null,
        EventTypes.FolderChanged => Fact.Read(payload, Wire.Default.FolderChanged) is not null,
        EventTypes.Notified => Fact.Read(payload, Wire.Default.Notified) is not null,
        // A kind's own: any JSON, or nothing.
        _ => payload.IsEmpty || Fact.IsJson(payload),
    };
}
