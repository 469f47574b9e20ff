using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// Reads what a fact says: all of it, or it can't be read. One that a damaged disk or another program made so is passed over by whoever
/// shows the past; <c>dispatch db verify</c> names it.
/// </summary>
internal static class Fact
{
    /// <exception cref="JsonException">It can't be read.</exception>
    public static T Read<T>(ReadOnlySpan<byte> payload, JsonTypeInfo<T> type)
        where T : class =>
        JsonSerializer.Deserialize(payload, type) is { } fact && IsWhole(fact) ? fact : throw new JsonException("a value is missing");

    /// <summary>Null when it can't be read.</summary>
    public static T? TryRead<T>(ReadOnlySpan<byte> payload, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return Read(payload, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether it may stand as it is within JSON.</summary>
    public static bool IsJson(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // What is absent in JSON is null here, whatever the record says.
    private static bool IsWhole(object fact) => fact switch
    {
        SessionCreated created => created is { Kind: not null, Name: not null, Command: not null, Cwd: not null },
        SessionFailed failed => failed.Reason is not null,
        SessionRenamed renamed => renamed.Name is not null,
        SessionLost lost => lost.Reason is not null,
        TerminalResized size => size is { Cols: > 0, Rows: > 0 },
        CommandStarted started => started.At is not null,
        CommandEnded ended => ended.At is not null,
        TitleChanged title => title.Title is not null,
        FolderChanged folder => folder.Cwd is not null,
        AgentPrompted prompted => prompted.Prompt.ValueKind == JsonValueKind.Array,
        AgentQueued queued => queued.Prompt.ValueKind == JsonValueKind.Array,
        AgentForked forked => forked is { Session: not null, Name: not null },
        AgentTakenUp taken => taken.AgentSession is not null,
        AgentNotTakenUp not => not.Message is not null,
        AgentUpdated updated => updated.Update.ValueKind == JsonValueKind.Object,
        AgentAsked asked => asked is { Ask: not null, Options.ValueKind: JsonValueKind.Array, Call.ValueKind: JsonValueKind.Object },
        AgentAnswered answered => answered.Ask is not null,
        AgentReady ready => ready.AgentSession is not null,
        Notified notified => notified is { Title: not null, Body: not null },
        _ => true,
    };
}
