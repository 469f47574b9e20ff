using System.Text.Json;
using Dispatch.Cli.Commands;

namespace Dispatch.Cli.Recordings;

/// <summary>The first line of an asciicast (docs.asciinema.org/manual/asciicast/v2 and v3).</summary>
internal sealed record AsciicastHeader(int Version, int Cols, int Rows, string? Title)
{
    private const int Largest = 1000;

    /// <summary>Null when the line is something else.</summary>
    public static AsciicastHeader? Parse(ReadOnlyMemory<byte> line, string name)
    {
        if (line.IsEmpty || line.Span[0] != '{')
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            return root.TryGetProperty("version", out var version) && version.TryGetInt32(out var number) ? Read(root, number, name) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static AsciicastHeader Read(JsonElement root, int version, string name)
    {
        var size = version switch
        {
            2 => Size(root, "width", "height"),
            3 => root.TryGetProperty("term", out var term) && term.ValueKind == JsonValueKind.Object ? Size(term, "cols", "rows") : null,
            _ => throw new Failure($"{name} is an asciicast of version {version}; 2 and 3 are known. Convert it with: asciinema convert"),
        };
        var (cols, rows) = size ?? throw new Failure($"The header of {name} names no size of the terminal between 1 and {Largest}. Correct its first line");
        var title = root.TryGetProperty("title", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        return new AsciicastHeader(version, cols, rows, title);
    }

    private static (int Cols, int Rows)? Size(JsonElement from, string cols, string rows) =>
        from.TryGetProperty(cols, out var wide) && wide.TryGetInt32(out var width) && width is >= 1 and <= Largest
        && from.TryGetProperty(rows, out var high) && high.TryGetInt32(out var height) && height is >= 1 and <= Largest
            ? (width, height)
            : null;
}
