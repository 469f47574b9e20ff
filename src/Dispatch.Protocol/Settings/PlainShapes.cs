using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Dispatch.Protocol.Settings;

public sealed record BooleanShape : Shape
{
    public override string Allowed => "true or false";

    public override JsonObject Describe() => new() { ["type"] = "boolean" };

    protected override bool Fits(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;
}

/// <param name="Unit">What it counts: <c>px</c>, <c>s</c>.</param>
/// <param name="Suggested">The values that most people choose among, with their words.</param>
public sealed record IntegerShape(int Minimum, int Maximum, string? Unit = null, IReadOnlyList<(int Value, string Title)>? Suggested = null) : Shape
{
    public override string Allowed => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Minimum} to {Maximum}");

    public override JsonObject Describe()
    {
        var described = new JsonObject { ["type"] = "integer", ["minimum"] = Minimum, ["maximum"] = Maximum };
        if (Unit is not null)
        {
            described["unit"] = Unit;
        }

        if (Suggested is not null)
        {
            described["suggested"] = new JsonArray([.. Suggested.Select(one => new JsonObject { ["value"] = one.Value, ["title"] = one.Title })]);
        }

        return described;
    }

    protected override bool Fits(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= Minimum && number <= Maximum;
}

/// <param name="Longest">In UTF-16 units, as a browser counts.</param>
/// <param name="Pattern">What the whole of it has to match, in what .NET and JavaScript have in common; null for any text.</param>
/// <param name="PatternWords">The same in words.</param>
public sealed record TextShape(int Longest, string? Pattern = null, string? PatternWords = null) : Shape
{
    private readonly Regex? _pattern = Whole.Of(Pattern);

    public override string Allowed => PatternWords ?? string.Create(CultureInfo.InvariantCulture, $"text of at most {Longest} characters");

    public override JsonObject Describe()
    {
        var described = new JsonObject { ["type"] = "text", ["longest"] = Longest };
        if (Pattern is not null)
        {
            described["pattern"] = Pattern;
            described["patternWords"] = PatternWords;
        }

        return described;
    }

    protected override bool Fits(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Length <= Longest && _pattern?.IsMatch(text) != false;
}

/// <param name="Options">The values there are, with their words.</param>
/// <param name="Pattern">What else is taken, as in a text; null for nothing.</param>
/// <param name="PatternWords">The same in words.</param>
public sealed record ChoiceShape(IReadOnlyList<(string Value, string Title)> Options, string? Pattern = null, string? PatternWords = null) : Shape
{
    private readonly Regex? _pattern = Whole.Of(Pattern);

    public override string Allowed =>
        "one of " + string.Join(", ", Options.Select(option => $"\"{option.Value}\"")) + (PatternWords is null ? "" : $", or {PatternWords}");

    public override JsonObject Describe()
    {
        var described = new JsonObject
        {
            ["type"] = "choice",
            ["options"] = new JsonArray([.. Options.Select(option => new JsonObject { ["value"] = option.Value, ["title"] = option.Title })]),
        };
        if (Pattern is not null)
        {
            described["pattern"] = Pattern;
        }

        return described;
    }

    protected override bool Fits(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { } text
        && (Options.Any(option => option.Value == text) || _pattern?.IsMatch(text) == true);
}

internal static class Whole
{
    public static Regex? Of(string? pattern) => pattern is null ? null : new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
