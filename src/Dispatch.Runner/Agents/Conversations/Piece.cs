using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Attach;

namespace Dispatch.Runner.Agents.Conversations;

/// <summary>One thing of a conversation, with what came of it later.</summary>
/// <param name="size">Bytes of <paramref name="data"/>.</param>
internal sealed class Piece(long seq, int epoch, long time, string type, string principal, int turn, JsonElement? data, long size)
{
    private StringBuilder? _text;
    private JsonObject? _update;

    // What the last of each field had.
    private Dictionary<string, int>? _merged;

    public long Seq { get; } = seq;

    public long Time { get; } = time;

    public string Type { get; } = type;

    public string Principal { get; } = principal;

    /// <summary>0 for what is of none.</summary>
    public int Turn { get; } = turn;

    /// <summary>About how many bytes it holds.</summary>
    public long Size { get; private set; } = size;

    /// <summary>Whether it is a text, without putting that together: it is asked for each word that comes.</summary>
    public bool IsText => _text is not null || JsonRpc.Of(JsonRpc.Of(JsonRpc.Of(data, "update"), "content"), "text") is { ValueKind: JsonValueKind.String };

    /// <summary>The text that it is; null for what is none.</summary>
    public string? Text => _text?.ToString() ?? JsonRpc.Text(JsonRpc.Of(JsonRpc.Of(data, "update"), "content"), "text");

    public JsonElement? Data
    {
        get
        {
            if (_text is not null)
            {
                var update = new JsonObject { ["sessionUpdate"] = Type == AgentEvents.Said ? "agent_message_chunk" : "agent_thought_chunk", ["content"] = new JsonObject { ["type"] = "text", ["text"] = _text.ToString() } };
                return JsonSerializer.SerializeToElement(new AgentUpdated(Turn, Fitting.Element(update)), Wire.Default.AgentUpdated);
            }

            return _update is null ? data : JsonSerializer.SerializeToElement(new AgentUpdated(Turn, Fitting.Element(_update)), Wire.Default.AgentUpdated);
        }
    }

    /// <returns>What it grew by.</returns>
    public long Append(string text)
    {
        _text ??= new StringBuilder(Text);
        _text.Append(text);
        return Grow(text.Length);
    }

    /// <summary>What an update names takes the place of what was there; what it doesn't name stays.</summary>
    /// <returns>What it grew by.</returns>
    public long Merge(JsonElement update)
    {
        _update ??= (JsonObject)JsonNode.Parse(JsonRpc.Of(data, "update")!.Value.GetRawText())!;
        _merged ??= new Dictionary<string, int>(StringComparer.Ordinal);
        var more = 0;
        foreach (var field in update.EnumerateObject().Where(field => field.Name != "sessionUpdate"))
        {
            var value = field.Value.GetRawText();
            more += value.Length - _merged.GetValueOrDefault(field.Name);
            _merged[field.Name] = value.Length;
            _update[field.Name] = JsonNode.Parse(value);
        }

        return Grow(more);
    }

    public EventMessage Message() => new(Seq, epoch, Time, Type, Principal, Data);

    private long Grow(int by)
    {
        Size += by;
        return by;
    }
}
