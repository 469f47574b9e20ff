using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>What an agent says comes in words. Those that came together are one fact, which costs everyone who follows a part of what each would.</summary>
internal sealed partial class AgentDriver
{
    /// <summary>Characters of what is joined: far less than fits into an event.</summary>
    private const int MostJoined = 8 * 1024;

    private readonly StringBuilder _words = new();
    private (string Kind, string? Message, int Turn, JsonElement First, int Count) _saying;

    private void Say(JsonElement update, int turn, Intake intake)
    {
        if (WordOf(update) is not var (kind, message, text))
        {
            foreach (var part in Fitting.Of(update))
            {
                Add(intake, AgentEvents.OfUpdate(JsonRpc.Text(update, "sessionUpdate")), new AgentUpdated(turn, part), Wire.Default.AgentUpdated);
            }

            return;
        }

        if (_saying.Count > 0 && (_saying.Kind, _saying.Message, _saying.Turn) == (kind, message, turn) && _words.Length + text.Length <= MostJoined)
        {
            _saying.Count++;
        }
        else
        {
            Said(intake);
            _saying = (kind, message, turn, update, 1);
        }

        _words.Append(text);
    }

    /// <summary>What was said so far is a fact before anything else is, and before what it was read from counts as taken.</summary>
    private void Said(Intake intake)
    {
        if (_saying.Count == 0)
        {
            return;
        }

        var update = _saying.Count == 1 ? _saying.First : Joined();
        intake.Fact(AgentEvents.OfUpdate(_saying.Kind), "", JsonSerializer.SerializeToUtf8Bytes(new AgentUpdated(_saying.Turn, update), Wire.Default.AgentUpdated));
        _saying = default;
        _words.Clear();
    }

    private JsonElement Joined()
    {
        var joined = new JsonObject { ["sessionUpdate"] = _saying.Kind, ["content"] = new JsonObject { ["type"] = "text", ["text"] = _words.ToString() } };
        if (_saying.Message is { } message)
        {
            joined["messageId"] = message;
        }

        return Fitting.Element(joined);
    }

    // Null for what is more than text: that stands by itself, as the agent wrote it.
    private static (string Kind, string? Message, string Text)? WordOf(JsonElement update)
    {
        if (JsonMarshal.GetRawUtf8Value(update).Length > MostJoined
            || JsonRpc.Text(update, "sessionUpdate") is not { } kind || kind is not ("agent_message_chunk" or "agent_thought_chunk")
            || JsonRpc.Of(update, "content") is not { } content || JsonRpc.Text(content, "type") != "text" || JsonRpc.Text(content, "text") is not { } text
            || content.EnumerateObject().Any(field => field.Name is not ("type" or "text"))
            || update.EnumerateObject().Any(field => field.Name is not ("sessionUpdate" or "content" or "messageId"))
            || JsonRpc.Of(update, "messageId") is { ValueKind: not JsonValueKind.String })
        {
            return null;
        }

        return (kind, JsonRpc.Text(update, "messageId"), text);
    }
}
