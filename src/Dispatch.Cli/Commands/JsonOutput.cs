using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Commands;

/// <summary>What <c>--json</c> prints: indented, with a line's end.</summary>
internal static class JsonOutput
{
    public static void Write<T>(T value, JsonTypeInfo<T> type) => Write(writer => JsonSerializer.Serialize(writer, value, type));

    public static void WriteList<T>(IReadOnlyList<T> values, JsonTypeInfo<T> type) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var value in values)
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        writer.WriteEndArray();
    });

    private static void Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            write(writer);
        }

        buffer.WriteByte((byte)'\n');
        Descriptors.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), CancellationToken.None);
    }
}
