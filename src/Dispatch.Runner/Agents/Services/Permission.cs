using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dispatch.Runner.Agents.Services;

/// <summary>How a person is asked about what we are to do for an agent.</summary>
internal static class Permission
{
    public const string Allow = "allow";
    public const string Reject = "reject";

    public static JsonElement Options { get; } = Fitting.Element(new JsonArray(Option(Allow, "Allow", "allow_once"), Option(Reject, "Reject", "reject_once")));

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
}
