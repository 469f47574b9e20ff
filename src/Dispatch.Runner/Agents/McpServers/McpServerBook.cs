using System.Text.Json;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents.McpServers;

/// <summary>The servers of the Model Context Protocol that agents are given: those of <c>runner.json</c>, and their workspace's, which go before.</summary>
internal sealed class McpServerBook(RunnerOptions options, AgentBook book)
{
    public IEnumerable<(string Name, McpServer Server, bool Everywhere)> Of(string workspace)
    {
        var own = book.Page.Of(workspace);
        return own.Select(entry => (entry.Key, entry.Value, false))
            .Concat(options.McpServers.Where(entry => !own.ContainsKey(entry.Key)).Select(entry => (entry.Key, entry.Value, true)))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal);
    }

    /// <summary>Those that an agent can use, by what it says of itself.</summary>
    public IReadOnlyList<(string Name, McpServer Server)> For(Session session, AgentState state)
    {
        var capabilities = JsonRpc.Of(state.Initialized?.Capabilities, "mcpCapabilities");
        return [.. Of(session.Workspace.Id).Where(entry => entry.Server.Kind() == McpServer.Stdio || Takes(entry.Server.Kind())).Select(entry => (entry.Name, entry.Server))];

        // Of stdio every agent is capable.
        bool Takes(string kind) => JsonRpc.Of(capabilities, kind) is { ValueKind: JsonValueKind.True };
    }

    /// <summary>As the Agent Client Protocol has them.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<(string Name, McpServer Server)> servers)
    {
        writer.WriteStartArray("mcpServers");
        foreach (var (name, server) in servers)
        {
            writer.WriteStartObject();
            if (server.Kind() == McpServer.Stdio)
            {
                writer.WriteString("name", name);
                writer.WriteString("command", server.Command);
                writer.WriteStartArray("args");
                foreach (var argument in server.Args ?? [])
                {
                    writer.WriteStringValue(argument);
                }

                writer.WriteEndArray();
                WritePairs(writer, "env", server.Env);
            }
            else
            {
                writer.WriteString("type", server.Kind());
                writer.WriteString("name", name);
                writer.WriteString("url", server.Url);
                WritePairs(writer, "headers", server.Headers);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePairs(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string>? pairs)
    {
        writer.WriteStartArray(name);
        foreach (var (key, value) in pairs ?? new Dictionary<string, string>())
        {
            writer.WriteStartObject();
            writer.WriteString("name", key);
            writer.WriteString("value", value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
