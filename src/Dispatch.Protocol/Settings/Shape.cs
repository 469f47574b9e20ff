using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dispatch.Protocol.Settings;

/// <summary>What a value looks like. The page's controls, types and checks are made from it too.</summary>
public abstract record Shape
{
    /// <summary>What is allowed, as it reads behind "must be".</summary>
    public abstract string Allowed { get; }

    /// <summary>The first thing that is wrong with a value; null when nothing is.</summary>
    public virtual ShapeFault? Fault(JsonElement value) => Fits(value) ? null : new ShapeFault("", Allowed, value);

    /// <summary>As the generated schema has it.</summary>
    public abstract JsonObject Describe();

    /// <summary>Whether the value as a whole is one; what is in it is looked at by <see cref="Fault"/>.</summary>
    protected abstract bool Fits(JsonElement value);
}

/// <param name="Path">Where in the value: <c>[2].key</c>; empty for all of it.</param>
/// <param name="Allowed">What would be.</param>
/// <param name="Given">What is there; undefined when nothing is.</param>
public sealed record ShapeFault(string Path, string Allowed, JsonElement Given)
{
    private const int LongestQuote = 60;

    public ShapeFault Below(string path) => this with { Path = path + Path };

    /// <summary>As it reads behind the setting's name.</summary>
    public override string ToString() => $"{Path} must be {Allowed}, and {(Given.ValueKind == JsonValueKind.Undefined ? "is missing" : "is " + Quoted(Given.GetRawText()))}";

    private static string Quoted(string text) => text.Length > LongestQuote ? text[..LongestQuote] + "…" : text;
}
