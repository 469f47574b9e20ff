using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents.Conversations;

/// <summary>
/// What an agent tells of a conversation that it had elsewhere, as turns of this one. A prompt may come in several messages, and is one fact:
/// until the last of them is there none counts as read. For the keeper's thread alone.
/// </summary>
/// <param name="before">How many turns there were before it.</param>
/// <param name="turns">How many there are, with those that were told already.</param>
internal sealed class Replay(int before, int turns)
{
    /// <summary>Bytes of all that it tells: beyond that its beginning is kept.</summary>
    private const long Most = 64 * 1024 * 1024;

    // Of one prompt, so that what is held back is little for the keeper.
    private const int MostOfPrompt = 100_000;

    private readonly JsonArray _prompt = [];
    private int _turn = turns;
    private int _held;
    private long _bytes;
    private bool _flooded;
    private string? _message;

    /// <summary>Whether what came last isn't a fact yet.</summary>
    public bool Holds => _prompt.Count > 0;

    public void Take(JsonElement update, Intake intake)
    {
        var kind = JsonRpc.Text(update, "sessionUpdate");
        var type = AgentEvents.OfUpdate(kind);
        var asked = kind == "user_message_chunk";

        // What it says of itself it says again once it has been taken up; what it used was used elsewhere.
        if ((!asked && type is not (AgentEvents.Said or AgentEvents.Thought or AgentEvents.ToolCalled or AgentEvents.ToolUpdated or AgentEvents.Planned)) || !HasRoom(update, intake))
        {
            return;
        }

        if (asked)
        {
            Hold(update, intake);
            return;
        }

        Flush(intake);
        if (_turn == before)
        {
            // Said before anything was asked.
            Begin([], intake);
        }

        foreach (var part in Fitting.Of(update))
        {
            Add(intake, type, new AgentUpdated(_turn, part), Wire.Default.AgentUpdated);
        }
    }

    /// <summary>What is held back becomes a fact.</summary>
    public void Flush(Intake intake)
    {
        if (Holds)
        {
            Begin(_prompt, intake);
            _prompt.Clear();
            (_held, _message) = (0, null);
        }
    }

    /// <summary>It has told all.</summary>
    public void End(Intake intake)
    {
        Flush(intake);
        Close(intake);
    }

    private void Hold(JsonElement update, Intake intake)
    {
        var block = Block(JsonRpc.Of(update, "content"));
        var size = Encoding.UTF8.GetByteCount(block.ToJsonString());
        if (Holds && _held + size > MostOfPrompt)
        {
            Flush(intake);
        }

        _held += size;
        var message = JsonRpc.Text(update, "messageId");
        if (_prompt is [.., JsonObject last] && (string?)last["type"] == "text" && (string?)block["type"] == "text")
        {
            // Of one message the pieces follow each other as they are.
            last["text"] = $"{(string?)last["text"]}{(message == _message ? "" : "\n\n")}{(string?)block["text"]}";
        }
        else
        {
            _prompt.Add((JsonNode)block);
        }

        _message = message;
    }

    private static JsonObject Block(JsonElement? content)
    {
        var block = content is { } given ? PromptBlocks.Known(given) : null;
        if (block is not null && (string?)block["type"] == "text")
        {
            block["text"] = Fitting.Cut((string)block["text"]!, Fitting.MostCharacters);
        }

        return block is not null && Fitting.Fits(Fitting.Element(block)) ? block
            : new JsonObject { ["type"] = "text", ["text"] = $"({Fitting.Line(JsonRpc.Text(content, "type") ?? "?", 40)})" };
    }

    private void Begin(JsonArray prompt, Intake intake)
    {
        Close(intake);
        _turn++;
        Add(intake, AgentEvents.Prompted, new AgentPrompted(_turn, Fitting.Element(prompt), Earlier: true), Wire.Default.AgentPrompted);
    }

    // How it ended nobody says; that it did is sure.
    private void Close(Intake intake)
    {
        if (_turn > before)
        {
            Add(intake, AgentEvents.TurnEnded, new AgentTurnEnded(_turn, "end_turn", null), Wire.Default.AgentTurnEnded);
        }
    }

    private bool HasRoom(JsonElement update, Intake intake)
    {
        _bytes += update.GetRawText().Length;
        if (_bytes > Most && !_flooded)
        {
            _flooded = true;
            Flush(intake);
            Add(intake, AgentEvents.Flooded, new AgentFlooded(_turn, Most), Wire.Default.AgentFlooded);
        }

        return !_flooded;
    }

    private static void Add<T>(Intake intake, string type, T fact, JsonTypeInfo<T> json) =>
        intake.Fact(type, "", JsonSerializer.SerializeToUtf8Bytes(fact, json));
}
