using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dispatch.Logging;

/// <summary>Writes an entry as the line that <see cref="Protocol.Logs.LogLine"/> reads.</summary>
internal sealed class LogJson(string part) : IDisposable
{
    private const int LongestText = 8 * 1024;
    private const int LongestError = 32 * 1024;

    // Readable to people too: what isn't ASCII stays as it is. Controls are escaped all the same.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Utf8JsonWriter _json = new(Stream.Null, Readable);

    public void Write(IBufferWriter<byte> output, LogEntry entry)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteString("time", entry.Time.UtcDateTime);
        _json.WriteString("level", AreaLevels.Name(entry.Level));
        _json.WriteString("part", part);
        _json.WriteNumber("pid", Environment.ProcessId);
        _json.WriteString("area", entry.Area);
        _json.WriteString("source", entry.Source);
        if (entry.Event != 0)
        {
            _json.WriteNumber("event", entry.Event);
        }

        _json.WriteString("message", Bounded(entry.Message, LongestText));
        if (entry.TraceId is { } trace)
        {
            _json.WriteString("traceId", trace);
        }

        WriteFields(entry.Fields);
        if (entry.Error is { } error)
        {
            _json.WriteString("error", Bounded(error, LongestError));
        }

        _json.WriteEndObject();
        _json.Flush();
        output.Write("\n"u8);
    }

    public void Dispose() => _json.Dispose();

    private void WriteFields(IReadOnlyList<KeyValuePair<string, object?>> fields)
    {
        if (fields.Count == 0)
        {
            return;
        }

        _json.WriteStartObject("fields");
        foreach (var (name, value) in fields)
        {
            _json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name));
            switch (value)
            {
                case null: _json.WriteNullValue(); break;
                case bool flag: _json.WriteBooleanValue(flag); break;
                case int number: _json.WriteNumberValue(number); break;
                case long number: _json.WriteNumberValue(number); break;
                case double number when double.IsFinite(number): _json.WriteNumberValue(number); break;
                case double number: _json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture)); break;
                default: _json.WriteStringValue(Bounded(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", LongestText)); break;
            }
        }

        _json.WriteEndObject();
    }

    private static string Bounded(string text, int most) => text.Length <= most ? text : string.Concat(text.AsSpan(0, most), "…");
}
