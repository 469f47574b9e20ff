using System.Text.Json;
using System.Text.Json.Nodes;

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

    public static byte[] NewSession(string id, string folder) => JsonRpc.Request(id, "session/new", writer => Where(writer, folder));

    public static byte[] LoadSession(string id, string agentSession, string folder) => JsonRpc.Request(id, "session/load", writer =>
    {
        writer.WriteString("sessionId", agentSession);
        Where(writer, folder);
    });

    public static byte[] Prompt(string id, string agentSession, JsonElement blocks) => JsonRpc.Request(id, "session/prompt", writer =>
    {
        writer.WriteString("sessionId", agentSession);
        writer.WritePropertyName("prompt");
        blocks.WriteTo(writer);
    });

    public static byte[] Cancel(string agentSession) => JsonRpc.Notification("session/cancel", writer => writer.WriteString("sessionId", agentSession));

    public static byte[] SetMode(string id, string agentSession, string mode) => JsonRpc.Request(id + mode, "session/set_mode", writer =>
    {
        writer.WriteString("sessionId", agentSession);
        writer.WriteString("modeId", mode);
    });

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

    /// <summary>A prompt of plain text, as content blocks.</summary>
    public static JsonElement Text(string text) => Fitting.Element(new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }));

    /// <summary>As an agent tells of its mode.</summary>
    public static JsonElement Mode(string mode) => Fitting.Element(new JsonObject { ["sessionUpdate"] = "current_mode_update", ["currentModeId"] = mode });

    private static void Where(Utf8JsonWriter writer, string folder)
    {
        writer.WriteString("cwd", folder);
        writer.WriteStartArray("mcpServers");
        writer.WriteEndArray();
    }
}
