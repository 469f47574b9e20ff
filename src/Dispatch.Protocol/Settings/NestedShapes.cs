using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dispatch.Protocol.Settings;

public sealed record ListShape(Shape Item, int Most) : Shape
{
    public override string Allowed => string.Create(CultureInfo.InvariantCulture, $"a list of at most {Most}");

    public override ShapeFault? Fault(JsonElement value)
    {
        if (base.Fault(value) is { } fault)
        {
            return fault;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (Item.Fault(item) is { } inside)
            {
                return inside.Below(string.Create(CultureInfo.InvariantCulture, $"[{index}]"));
            }

            index++;
        }

        return null;
    }

    public override JsonObject Describe() => new() { ["type"] = "list", ["item"] = Item.Describe(), ["most"] = Most };

    protected override bool Fits(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= Most;
}

/// <summary>Only with these fields, each once.</summary>
public sealed record ObjectShape(IReadOnlyList<Field> Fields) : Shape
{
    public override string Allowed => "an object with " + string.Join(", ", Fields.Select(one => one.Name + (one.Required ? "" : " (may be left out)")));

    public override ShapeFault? Fault(JsonElement value)
    {
        if (base.Fault(value) is { } fault)
        {
            return fault;
        }

        foreach (var field in Fields)
        {
            var there = value.TryGetProperty(field.Name, out var inside);
            if ((there || field.Required) && field.Shape.Fault(inside) is { } within)
            {
                return within.Below("." + field.Name);
            }
        }

        return null;
    }

    public override JsonObject Describe() => new()
    {
        ["type"] = "object",
        ["fields"] = new JsonObject(Fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Name, field.Shape.Describe()))),
        ["optional"] = new JsonArray([.. Fields.Where(field => !field.Required).Select(field => field.Name)]),
    };

    protected override bool Fits(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        return value.EnumerateObject().All(property => Fields.Any(field => field.Name == property.Name) && seen.Add(property.Name));
    }
}

public sealed record Field(string Name, Shape Shape, bool Required = true);
