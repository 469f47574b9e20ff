using System.Text.Json;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Agents.Conversations;

/// <summary>Puts together what an agent's log has in pieces: its answer comes word by word, and nobody who reads it later needs each.</summary>
/// <param name="names">What the log's types and principals are called.</param>
/// <param name="through">The last position that is looked at.</param>
internal sealed class ConversationSink(LogNames names, long through) : IEventSink
{
    // What is nowhere in the conversation: a text goes on after it.
    private static readonly HashSet<string> Aside = new(StringComparer.Ordinal)
    {
        AgentEvents.Queued, AgentEvents.Unqueued, AgentEvents.CommandsOffered, AgentEvents.ModeChanged, AgentEvents.ModelChanged, AgentEvents.OptionsChanged,
        AgentEvents.Metered,
    };

    private readonly Dictionary<(int Turn, string Key), Piece> _known = [];
    private readonly List<Piece> _pieces = [];
    private Piece? _speaking;

    public IReadOnlyList<Piece> Pieces => _pieces;

    public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        if (stored.Seq > through)
        {
            return false;
        }

        // One that can't be read is passed over: the rest of the conversation stays.
        if (names.Knows(stored.Type) && names.Knows(stored.Principal) && (payload.IsEmpty || Fact.IsJson(payload)))
        {
            Take(stored, names.Name(stored.Type), payload);
        }

        return stored.Seq < through;
    }

    private void Take(in StoredEvent stored, string type, ReadOnlySpan<byte> payload)
    {
        if (!type.StartsWith("agent.", StringComparison.Ordinal) && !type.StartsWith("session.", StringComparison.Ordinal))
        {
            return;
        }

        var data = payload.IsEmpty ? (JsonElement?)null : Parse(payload);
        var turn = JsonRpc.Of(data, "turn") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var named) ? named : 0;
        var update = JsonRpc.Of(data, "update");
        switch (type)
        {
            case AgentEvents.Noted or AgentEvents.Told:
                return;
            case AgentEvents.Said or AgentEvents.Thought
                when _speaking is { Text: not null } said && said.Type == type && said.Turn == turn && IsText(update) is { } text:
                said.Append(text);
                return;
            case AgentEvents.ToolCalled or AgentEvents.ToolUpdated when update is not null && JsonRpc.Text(update, "toolCallId") is { } call:
                if (_known.TryGetValue((turn, call), out var before))
                {
                    before.Merge(update.Value);
                    return;
                }

                _known[(turn, call)] = Add(stored, type, turn, data);
                return;
            case AgentEvents.Planned when update is not null && _known.TryGetValue((turn, ""), out var plan):
                plan.Merge(update.Value);
                return;
            case AgentEvents.Planned when update is not null:
                _known[(turn, "")] = Add(stored, type, turn, data);
                return;
            default:
                Add(stored, type, turn, data);
                return;
        }
    }

    private Piece Add(in StoredEvent stored, string type, int turn, JsonElement? data)
    {
        var piece = new Piece(stored.Seq, stored.Epoch, stored.Time, type, names.Name(stored.Principal), turn, data);
        _pieces.Add(piece);
        _speaking = type is AgentEvents.Said or AgentEvents.Thought ? piece : Aside.Contains(type) ? _speaking : null;
        return piece;
    }

    private static string? IsText(JsonElement? update) => JsonRpc.Text(JsonRpc.Of(update, "content"), "text");

    private static JsonElement Parse(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        return JsonElement.ParseValue(ref reader);
    }
}
