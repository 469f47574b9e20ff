using System.Text.Json;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Agents.Conversations;

/// <summary>Puts together what an agent's log has in pieces: its answer comes word by word, and nobody who reads it later needs each.</summary>
/// <param name="names">What the log's types and principals are called.</param>
/// <param name="through">The last position that is looked at.</param>
/// <param name="most">What the pieces may hold together, in bytes: beyond that the earliest turns are let go.</param>
/// <param name="starts">Where turns begin, in order, without the first: that one goes with what is before it. The last of them always stays.</param>
internal sealed class ConversationSink(LogNames names, long through, long most = long.MaxValue, IEnumerable<long>? starts = null) : IEventSink
{
    // What stands in the conversation where it came, in a transcript or on the page: a text ends there. It goes on after all else, whatever
    // types there will be.
    private static readonly HashSet<string> Shown = new(StringComparer.Ordinal)
    {
        AgentEvents.Prompted, AgentEvents.Said, AgentEvents.Thought, AgentEvents.ToolCalled, AgentEvents.ToolUpdated, AgentEvents.Planned, AgentEvents.Asked,
        AgentEvents.Flooded, AgentEvents.TurnEnded, AgentEvents.TurnFailed,
    };

    private readonly Dictionary<(int Turn, string Key), Piece> _known = [];
    private readonly List<Piece> _pieces = [];
    private readonly Queue<long> _starts = new(starts ?? []);
    private Piece? _speaking;
    private long _size;

    public IReadOnlyList<Piece> Pieces => _pieces;

    /// <summary>Where the first turn begins that is left; null when none was let go.</summary>
    public long? First { get; private set; }

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
            while (_size > most && _starts.TryPeek(out var next) && next <= stored.Seq)
            {
                LetGo(_starts.Dequeue());
            }
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
                when _speaking is { IsText: true } said && said.Type == type && said.Turn == turn && TextOf(update) is { } text:
                _size += said.Append(text);
                return;
            case AgentEvents.ToolCalled or AgentEvents.ToolUpdated when update is not null && JsonRpc.Text(update, "toolCallId") is { } call:
                if (_known.TryGetValue((turn, call), out var before))
                {
                    _size += before.Merge(update.Value);
                    return;
                }

                _known[(turn, call)] = Add(stored, type, turn, data);
                return;
            case AgentEvents.Planned when update is not null && _known.TryGetValue((turn, ""), out var plan):
                _size += plan.Merge(update.Value);
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
        var piece = new Piece(stored.Seq, stored.Epoch, stored.Time, type, names.Name(stored.Principal), turn, data, stored.Length);
        _pieces.Add(piece);
        _size += piece.Size;
        _speaking = type is AgentEvents.Said or AgentEvents.Thought ? piece : Ends(type, data) ? null : _speaking;
        return piece;
    }

    private void LetGo(long before)
    {
        First = before;
        var gone = _pieces.TakeWhile(piece => piece.Seq < before).ToHashSet();
        _pieces.RemoveRange(0, gone.Count);
        _size -= gone.Sum(piece => piece.Size);
        foreach (var (key, _) in _known.Where(known => gone.Contains(known.Value)))
        {
            _known.Remove(key);
        }

        _speaking = _speaking is not null && gone.Contains(_speaking) ? null : _speaking;
    }

    // What was done for the agent is shown where it was decided without a person, or refused.
    private static bool Ends(string type, JsonElement? data) => Shown.Contains(type)
        || (type == AgentEvents.Served && (IsThere(JsonRpc.Of(data, "verdict")) || IsThere(JsonRpc.Of(data, "error"))));

    private static bool IsThere(JsonElement? value) => value is { ValueKind: not JsonValueKind.Null };

    private static string? TextOf(JsonElement? update) => JsonRpc.Text(JsonRpc.Of(update, "content"), "text");

    private static JsonElement Parse(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        return JsonElement.ParseValue(ref reader);
    }
}
