using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dispatch.Runner.Agents;

/// <summary>
/// Makes what an agent says fit into events: one goes to a client in one frame, of which a third may be taken, as a character can take
/// three times as much there as here.
/// </summary>
internal static class Fitting
{
    private const int MostBytes = 150 * 1024;

    // Each of six bytes at most.
    public const int MostCharacters = 60_000;

    // What is left of one that is cut: its names and states, not what it holds.
    private const int SmallField = 8 * 1024;

    public static bool Fits(JsonElement element) => JsonMarshal.GetRawUtf8Value(element).Length <= MostBytes;

    /// <summary>A long text in several, anything else without its large fields and with <c>cut</c>.</summary>
    public static IEnumerable<JsonElement> Of(JsonElement update)
    {
        if (Fits(update))
        {
            return [update];
        }

        return JsonRpc.Text(JsonRpc.Of(update, "content"), "text") is { } text && JsonRpc.Text(update, "sessionUpdate") is { } kind
            ? Pieces(text).Select(piece => Element(new JsonObject { ["sessionUpdate"] = kind, ["content"] = new JsonObject { ["type"] = "text", ["text"] = piece } }))
            : [Cut(update)];
    }

    /// <summary>The beginning of a text that is longer than so many characters.</summary>
    public static string Cut(string text, int most) =>
        text.Length <= most ? text : $"{text.AsSpan(0, char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)}…";

    /// <summary>A text on one line.</summary>
    public static string Line(string text, int most) =>
        Cut(string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim(), most);

    public static JsonElement Element(JsonNode node)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }

    private static JsonElement Cut(JsonElement update)
    {
        var left = new JsonObject { ["cut"] = true };
        foreach (var field in update.EnumerateObject().Where(field => field.Value.GetRawText().Length <= SmallField))
        {
            left[field.Name] = JsonNode.Parse(field.Value.GetRawText());
        }

        return Element(left);
    }

    private static IEnumerable<string> Pieces(string text)
    {
        for (var from = 0; from < text.Length;)
        {
            var length = Math.Min(MostCharacters, text.Length - from);
            if (from + length < text.Length && char.IsHighSurrogate(text[from + length - 1]))
            {
                length--;
            }

            yield return text.Substring(from, length);
            from += length;
        }
    }
}
