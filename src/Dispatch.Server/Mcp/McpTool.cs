using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace Dispatch.Server.Mcp;

/// <summary>Something that a client of the Model Context Protocol can have done.</summary>
/// <param name="Name">What it is called by.</param>
/// <param name="Capability">What its caller must hold in the workspace.</param>
/// <param name="Changes">Whether it does more than read.</param>
/// <param name="Description">For the model that chooses it.</param>
/// <param name="Parameters">All that it takes; another argument is refused.</param>
/// <param name="Run">Does it, and gives what is told.</param>
internal sealed record McpTool(
    string Name, string Capability, bool Changes, string Description, IReadOnlyList<McpParameter> Parameters, Func<McpCall, CancellationToken, Task<string>> Run)
{
    /// <summary>As it is listed.</summary>
    public Tool Describe() => new()
    {
        Name = Name,
        Description = Description,
        InputSchema = Schema(),
        Annotations = new ToolAnnotations { ReadOnlyHint = !Changes, OpenWorldHint = false },
    };

    private JsonElement Schema()
    {
        var properties = new JsonObject();
        foreach (var parameter in Parameters)
        {
            properties[parameter.Name] = parameter.Schema();
        }

        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. Parameters.Where(parameter => parameter.Required).Select(parameter => (JsonNode)parameter.Name)]),
            ["additionalProperties"] = false,
        };
        using var document = JsonDocument.Parse(schema.ToJsonString());
        return document.RootElement.Clone();
    }
}

internal enum McpType
{
    Text,
    Texts,
    Number,
    Flag,
}

/// <summary>An argument of a tool.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Type">What it is.</param>
/// <param name="Description">For the model that fills it in.</param>
/// <param name="Required">Whether it has to be there.</param>
/// <param name="Least">Of a number.</param>
/// <param name="Most">Of a number.</param>
/// <param name="Among">Of a text: all that it may be.</param>
internal sealed record McpParameter(
    string Name, McpType Type, string Description, bool Required = false, int Least = 0, int Most = int.MaxValue, IReadOnlyList<string>? Among = null)
{
    public JsonObject Schema()
    {
        var schema = new JsonObject
        {
            ["type"] = Type switch
            {
                McpType.Texts => "array",
                McpType.Number => "integer",
                McpType.Flag => "boolean",
                _ => "string",
            },
            ["description"] = Description,
        };
        if (Type == McpType.Texts)
        {
            schema["items"] = new JsonObject { ["type"] = "string" };
        }

        if (Type == McpType.Number)
        {
            schema["minimum"] = Least;
            schema["maximum"] = Most;
        }

        if (Among is not null)
        {
            schema["enum"] = new JsonArray([.. Among.Select(one => (JsonNode)one)]);
        }

        return schema;
    }

    /// <summary>Null when the value can be taken, else what it has to be.</summary>
    public string? Refuse(JsonElement value) => Type switch
    {
        McpType.Text when value.ValueKind != JsonValueKind.String => "a text",
        McpType.Text when Among is not null && !Among.Contains(value.GetString()) => $"one of {string.Join(", ", Among)}",
        McpType.Texts when value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String) => "a list of texts",
        McpType.Flag when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False) => "true or false",
        McpType.Number when value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number) || number < Least || number > Most => $"a whole number from {Least} to {Most}",
        _ => null,
    };
}
