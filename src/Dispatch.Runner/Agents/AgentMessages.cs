using System.Text.Json;
using System.Text.Json.Nodes;
using Dispatch.Runner.Agents.McpServers;
using GivenServers = System.Collections.Generic.IReadOnlyList<(string Name, Dispatch.Protocol.Agents.McpServer Server)>;

namespace Dispatch.Runner.Agents;

/// <summary>What a client tells an agent, as lines.</summary>
internal static class AgentMessages
{
    private static readonly string Version = typeof(AgentMessages).Assembly.GetName().Version?.ToString(3) ?? "0";

    public static byte[] Initialize(string id) => JsonRpc.Request(id, "initialize", writer =>
    {
        writer.WriteNumber("protocolVersion", 1);
        writer.WriteStartObject("clientCapabilities");
        writer.WriteStartObject("fs");
        writer.WriteBoolean("readTextFile", true);
        writer.WriteBoolean("writeTextFile", true);
        writer.WriteEndObject();
        writer.WriteBoolean("terminal", true);
        writer.WriteEndObject();
        writer.WriteStartObject("clientInfo");
        writer.WriteString("name", "dispatch");
        writer.WriteString("title", "Dispatch");
        writer.WriteString("version", Version);
        writer.WriteEndObject();
    });

    public static byte[] NewSession(string id, string folder, GivenServers servers) => JsonRpc.Request(id, "session/new", writer => Where(writer, folder, servers));

    public static byte[] LoadSession(string id, string agentSession, string folder, GivenServers servers) => JsonRpc.Request(id, "session/load", writer =>
    {
        writer.WriteString("sessionId", agentSession);
        Where(writer, folder, servers);
    });

    public static byte[] ResumeSession(string id, string agentSession, string folder, GivenServers servers) => JsonRpc.Request(id, "session/resume", writer =>
    {
        writer.WriteString("sessionId", agentSession);
        Where(writer, folder, servers);
    });

    /// <summary>Asks which conversations it had in a folder.</summary>
    public static byte[] ListSessions(string id, string folder, string? cursor) => JsonRpc.Request(id, "session/list", writer =>
    {
        writer.WriteString("cwd", folder);
        if (cursor is not null)
        {
            writer.WriteString("cursor", cursor);
        }
    });

    public static byte[] ForkSession(string id, string agentSession, string folder, GivenServers servers) => JsonRpc.Request(id, "session/fork", writer =>
    {
        writer.WriteString("sessionId", agentSession);
        Where(writer, folder, servers);
    });

    /// <param name="past">What goes before it: the turns that the agent doesn't know any more.</param>
    /// <param name="embedded">Whether the agent takes embedded resources; one that doesn't is given them as text.</param>
    public static byte[] Prompt(string id, string agentSession, JsonElement? past, JsonElement blocks, bool embedded) => JsonRpc.Request(id, "session/prompt", writer =>
    {
        writer.WriteString("sessionId", agentSession);
        writer.WriteStartArray("prompt");
        foreach (var block in (past is { } before ? before.EnumerateArray() : default).Concat(blocks.EnumerateArray()))
        {
            if (!embedded && JsonRpc.Text(block, "type") == "resource")
            {
                PromptBlocks.AsText(block).WriteTo(writer);
            }
            else
            {
                block.WriteTo(writer);
            }
        }

        writer.WriteEndArray();
    });

    public static byte[] Cancel(string agentSession) => JsonRpc.Notification("session/cancel", writer => writer.WriteString("sessionId", agentSession));

    public static byte[] SetMode(string id, string agentSession, string mode) => JsonRpc.Request(id + mode, "session/set_mode", writer =>
    {
        writer.WriteString("sessionId", agentSession);
        writer.WriteString("modeId", mode);
    });

    public static byte[] SetModel(string id, string agentSession, string model) => JsonRpc.Request(id + model, "session/set_model", writer =>
    {
        writer.WriteString("sessionId", agentSession);
        writer.WriteString("modelId", model);
    });

    /// <param name="value">A text, or true or false.</param>
    public static byte[] SetOption(string id, string agentSession, string option, JsonElement value) => JsonRpc.Request(id + option, "session/set_config_option", writer =>
    {
        writer.WriteString("sessionId", agentSession);
        writer.WriteString("configId", option);
        if (value.ValueKind != JsonValueKind.String)
        {
            writer.WriteString("type", "boolean");
        }

        writer.WritePropertyName("value");
        value.WriteTo(writer);
    });

    public static byte[] Authenticate(string id, string method) => JsonRpc.Request(id, "authenticate", writer => writer.WriteString("methodId", method));

    /// <param name="ask">The id of the agent's request, as it came.</param>
    /// <param name="option">Null when the turn was cancelled instead.</param>
    public static byte[] Permission(string ask, string? option) => JsonRpc.Answer(ask, writer =>
    {
        writer.WriteStartObject("outcome");
        writer.WriteString("outcome", option is null ? "cancelled" : "selected");
        if (option is not null)
        {
            writer.WriteString("optionId", option);
        }

        writer.WriteEndObject();
    });

    /// <summary>As an agent tells of its mode.</summary>
    public static JsonElement Mode(string mode) => Fitting.Element(new JsonObject { ["sessionUpdate"] = "current_mode_update", ["currentModeId"] = mode });

    /// <summary>As an agent would tell of its model.</summary>
    public static JsonElement Model(string model) => Fitting.Element(new JsonObject { ["sessionUpdate"] = "current_model_update", ["currentModelId"] = model });

    /// <summary>As an agent tells of its options.</summary>
    public static JsonElement Options(JsonElement options) =>
        Fitting.Element(new JsonObject { ["sessionUpdate"] = "config_option_update", ["configOptions"] = JsonNode.Parse(options.GetRawText()) });

    private static void Where(Utf8JsonWriter writer, string folder, GivenServers servers)
    {
        writer.WriteString("cwd", folder);
        McpServerBook.Write(writer, servers);
    }
}
