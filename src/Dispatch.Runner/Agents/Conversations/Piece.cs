using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Attach;

namespace Dispatch.Runner.Agents.Conversations;

/// <summary>One thing of a conversation, with what came of it later.</summary>
internal sealed class Piece(long seq, int epoch, long time, string type, string principal, int turn, JsonElement? data)
{
    private StringBuilder? _text;
    private JsonObject? _update;

    public long Seq { get; } = seq;

    public long Time { get; } = time;

    public string Type { get; } = type;

    public string Principal { get; } = principal;

    /// <summary>0 for what is of none.</summary>
    public int Turn { get; } = turn;

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

    public void Append(string text)
    {
        _text ??= new StringBuilder(Text);
        _text.Append(text);
    }

    /// <summary>What an update names takes the place of what was there; what it doesn't name stays.</summary>
    public void Merge(JsonElement update)
    {
        _update ??= (JsonObject)JsonNode.Parse(JsonRpc.Of(data, "update")!.Value.GetRawText())!;
        foreach (var field in update.EnumerateObject().Where(field => field.Name != "sessionUpdate"))
        {
            _update[field.Name] = JsonNode.Parse(field.Value.GetRawText());
        }
    }

    public EventMessage Message() => new(Seq, epoch, Time, Type, Principal, Data);
}
