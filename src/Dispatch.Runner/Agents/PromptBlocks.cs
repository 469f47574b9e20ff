using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dispatch.Runner.Agents;

/// <summary>What a prompt consists of, as a client sends it: made anew from what is known of it, so that the log holds nothing else.</summary>
internal static class PromptBlocks
{
    /// <summary>Prompts that may wait for their turn.</summary>
    public const int MostQueued = 50;

    private const int MostBlocks = 50;
    private static readonly string[] Pictures = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    /// <param name="data">Either <c>text</c>, or <c>blocks</c>: content blocks of the protocol, of type text, image, resource_link or resource.</param>
    /// <param name="state">What the agent takes.</param>
    public static (JsonElement? Blocks, (string Code, string Message)? Refusal) Read(JsonElement? data, AgentState state)
    {
        var blocks = new JsonArray();
        if (JsonRpc.Of(data, "blocks") is { ValueKind: JsonValueKind.Array } given)
        {
            if (given.GetArrayLength() > MostBlocks)
            {
                return Refuse("agent.prompt-too-long", $"A prompt has at most {MostBlocks} parts. Leave some out, or name the folder that they are in.");
            }

            foreach (var block in given.EnumerateArray())
            {
                if (JsonRpc.Text(block, "type") == "image" && !state.Takes("image"))
                {
                    return Refuse("agent.no-images", "This agent takes no pictures. Leave the picture out, or put it into a file and name that.");
                }

                if (Known(block) is not { } known)
                {
                    return Refuse("agent.prompt-unknown", "A part of the prompt is none that can be sent: a text, a picture (PNG, JPEG, GIF or WebP), a link to a file, or a text with its address.");
                }

                blocks.Add((JsonNode)known);
            }
        }
        else if (JsonRpc.Text(data, "text") is { } text)
        {
            blocks.Add((JsonNode)new JsonObject { ["type"] = "text", ["text"] = text });
        }

        if (!blocks.Any(block => (string?)block!["type"] != "text" || !string.IsNullOrEmpty((string?)block["text"])))
        {
            return Refuse("agent.prompt-empty", "A prompt has a text.");
        }

        var prompt = Fitting.Element(blocks);
        return Fitting.Fits(prompt) ? (prompt, null) : Refuse("agent.prompt-too-long", "The prompt is too long for one message: with its pictures it may have 150 kB. Put what is long into a file, and name that.");
    }

    /// <summary>A resource for an agent that takes none.</summary>
    public static JsonElement AsText(JsonElement block)
    {
        var resource = JsonRpc.Of(block, "resource");
        return Fitting.Element(new JsonObject { ["type"] = "text", ["text"] = $"\n\n{JsonRpc.Text(resource, "uri")}:\n\n{JsonRpc.Text(resource, "text")}\n\n" });
    }

    /// <summary>A block made anew; null for one that can't be in a prompt.</summary>
    public static JsonObject? Known(JsonElement block) => JsonRpc.Text(block, "type") switch
    {
        "text" when JsonRpc.Text(block, "text") is { } text => new JsonObject { ["type"] = "text", ["text"] = text },
        "image" when JsonRpc.Text(block, "data") is { Length: > 0 } data && JsonRpc.Text(block, "mimeType") is { } type && Pictures.Contains(type) && IsBase64(data) =>
            new JsonObject { ["type"] = "image", ["mimeType"] = type, ["data"] = data },
        "resource_link" when JsonRpc.Text(block, "uri") is { Length: > 0 } uri && JsonRpc.Text(block, "name") is { Length: > 0 } name =>
            With(new JsonObject { ["type"] = "resource_link", ["uri"] = uri, ["name"] = name }, block, "mimeType"),
        "resource" when JsonRpc.Of(block, "resource") is { } resource && JsonRpc.Text(resource, "uri") is { Length: > 0 } uri && JsonRpc.Text(resource, "text") is { } text =>
            new JsonObject { ["type"] = "resource", ["resource"] = With(new JsonObject { ["uri"] = uri, ["text"] = text }, resource, "mimeType") },
        _ => null,
    };

    private static JsonObject With(JsonObject made, JsonElement from, string name)
    {
        if (JsonRpc.Text(from, name) is { } value)
        {
            made[name] = value;
        }

        return made;
    }

    private static bool IsBase64(string data) => System.Buffers.Text.Base64.IsValid(data);

    private static (JsonElement? Blocks, (string Code, string Message)? Refusal) Refuse(string code, string message) => (null, (code, message));
}
