using System.Text.Json;

namespace Dispatch.Protocol.Settings;

/// <summary>Settings as a person writes them: a JSON object from keys to values. Comments and a comma too many are no fault.</summary>
public static class SettingsText
{
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <param name="file">The path, for the fault.</param>
    /// <param name="text">UTF-8.</param>
    public static (IReadOnlyDictionary<string, JsonElement> Values, SettingsFault? Fault) Read(string file, ReadOnlySpan<byte> text, SettingLayer layer)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (text.StartsWith(ByteOrderMark))
        {
            text = text[ByteOrderMark.Length..];
        }

        var reader = new Utf8JsonReader(text, Options);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return (values, new SettingsFault(file, 1, "Settings are an object: { \"theme\": \"dark\" }."));
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = reader.GetString()!;
                var line = LineOf(text, reader.TokenStartIndex);
                reader.Read();
                var value = JsonElement.ParseValue(ref reader);
                if (value.ValueKind == JsonValueKind.Null)
                {
                    continue;
                }

                if (SettingsSchema.Refuse(layer, key, value) is { } refusal)
                {
                    return (values, new SettingsFault(file, line, refusal.Message));
                }

                if (!values.TryAdd(key, value))
                {
                    return (values, new SettingsFault(file, line, $"{key} is set twice; leave one."));
                }
            }

            reader.Read();
            return (values, null);
        }
        catch (JsonException e)
        {
            return (values, new SettingsFault(file, (int)(e.LineNumber ?? 0) + 1, Reason(e)));
        }
    }

    private static int LineOf(ReadOnlySpan<byte> text, long index) => text[..(int)index].Count((byte)'\n') + 1;

    /// <summary>Without the place, which is told beside it.</summary>
    private static string Reason(JsonException e)
    {
        var place = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? e.Message : e.Message[..place];
    }
}
