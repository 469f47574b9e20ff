using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dispatch.Runner.Agents.Services;

/// <summary>Whether what we are to do for an agent needs a person's word, and how that is asked.</summary>
internal static class Permission
{
    public const string Allow = "allow";
    public const string Reject = "reject";

    public static JsonElement Options { get; } = Fitting.Element(new JsonArray(Option(Allow, "Allow", "allow_once"), Option(Reject, "Reject", "reject_once")));

    /// <summary>An agent that asked a person before it came to us isn't asked about again: the question named this file, or this command line.</summary>
    public static bool WasGiven(AgentState state, string kind, string subject) =>
        state.Allowed.Any(call => (JsonRpc.Text(call, "kind") is not { } named || named == kind || kind == "edit") && Names(call, subject));

    /// <summary>As an agent itself would ask.</summary>
    public static JsonElement Call(PendingRequest request, string kind, string title, string? path, JsonNode? content) => Fitting.Element(new JsonObject
    {
        ["toolCallId"] = request.Ask,
        ["title"] = title,
        ["kind"] = kind,
        ["status"] = "pending",
        ["locations"] = path is null ? new JsonArray() : new JsonArray(new JsonObject { ["path"] = path }),
        ["content"] = content is null ? new JsonArray() : new JsonArray(content),
    });

    private static JsonObject Option(string id, string name, string kind) => new() { ["optionId"] = id, ["name"] = name, ["kind"] = kind };

    // As a text of its own somewhere in the call: that it is part of another text means nothing.
    private static bool Names(JsonElement element, string subject) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString() == subject,
        JsonValueKind.Array => element.EnumerateArray().Any(part => Names(part, subject)),
        JsonValueKind.Object => element.EnumerateObject().Any(field => field.Name is not ("oldText" or "newText") && Names(field.Value, subject)),
        _ => false,
    };
}
