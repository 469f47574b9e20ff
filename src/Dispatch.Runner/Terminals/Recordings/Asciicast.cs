using System.Globalization;
using System.Text.Json;

namespace Dispatch.Runner.Terminals.Recordings;

/// <summary>Reads asciicast, the format of asciinema (https://docs.asciinema.org/manual/asciicast/): version 2, and version 3 with its intervals.</summary>
internal sealed class Asciicast
{
    private const double LongestSeconds = 10 * 365.0 * 24 * 3600;
    private readonly int _version;
    private double _elapsed;

    private Asciicast(int version) => _version = version;

    public required int Cols { get; init; }

    public required int Rows { get; init; }

    public string? Title { get; init; }

    public string? Command { get; init; }

    /// <summary>When it was recorded, if it tells.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>From its first line; null for what isn't asciicast of a version that is known.</summary>
    public static Asciicast? Read(ReadOnlySpan<byte> header)
    {
        if (Parse(header) is not { ValueKind: JsonValueKind.Object } root)
        {
            return null;
        }

        var version = Integer(root, "version");
        var size = version == 3 && root.TryGetProperty("term", out var term) && term.ValueKind == JsonValueKind.Object ? term : root;
        var (cols, rows) = version == 3 ? (Integer(size, "cols"), Integer(size, "rows")) : (Integer(size, "width"), Integer(size, "height"));
        return version is 2 or 3 && cols is { } c && rows is { } r
            ? new Asciicast(version.Value)
            {
                Cols = c,
                Rows = r,
                Title = Text(root, "title"),
                Command = Text(root, "command"),
                RecordedAt = Integer(root, "timestamp") is { } seconds && seconds > 0 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
            }
            : null;
    }

    /// <summary>A further line. Code 0 for a comment or an empty line; null for what is no event.</summary>
    public CastEvent? Next(ReadOnlySpan<byte> line)
    {
        line = line.Trim(" \t\r"u8);
        if (line.IsEmpty || line[0] == '#')
        {
            return new CastEvent(TimeSpan.FromSeconds(_elapsed), '\0', "");
        }

        if (Parse(line) is not { ValueKind: JsonValueKind.Array } parts || parts.GetArrayLength() < 3
            || parts[0].ValueKind != JsonValueKind.Number || parts[1].ValueKind != JsonValueKind.String || parts[2].ValueKind != JsonValueKind.String
            || !parts[0].TryGetDouble(out var seconds) || !double.IsFinite(seconds) || Text(parts[1]) is not { Length: 1 } code || Text(parts[2]) is not { } data)
        {
            return null;
        }

        // A time that goes back would be one that no player can wait for.
        _elapsed = Math.Min(LongestSeconds, _version == 3 ? _elapsed + Math.Max(0, seconds) : Math.Max(_elapsed, seconds));
        return new CastEvent(TimeSpan.FromSeconds(_elapsed), code[0], data);
    }

    private static JsonElement? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int? Integer(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number is >= 0 and <= int.MaxValue
            ? (int)number
            : null;

    private static string? Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Text(value) : null;

    // Null for half a character, or what isn't UTF-8: neither is JSON, and the parser looks only here.
    private static string? Text(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

/// <param name="At">Since the recording's beginning.</param>
/// <param name="Code"><c>o</c> output, <c>r</c> a size, <c>x</c> the exit; others are passed over.</param>
/// <param name="Data">What comes with it.</param>
internal readonly record struct CastEvent(TimeSpan At, char Code, string Data)
{
    /// <summary>Of a size: <c>COLSxROWS</c>.</summary>
    public (int Cols, int Rows)? Size() =>
        Data.Split('x') is [var cols, var rows]
            && int.TryParse(cols, NumberStyles.None, CultureInfo.InvariantCulture, out var c) && int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out var r)
            ? (c, r)
            : null;
}
