using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dispatch.Protocol.Tests;

/// <summary>A shape on the wire: what is written, and that the same comes back from it.</summary>
internal static class Snapshot
{
    public static readonly DateTimeOffset Moment = new(2026, 3, 1, 12, 30, 15, 250, TimeSpan.Zero);

    public static void Is<T>(string json, T message, JsonTypeInfo<T> type)
    {
        Assert.Equal(json, JsonSerializer.Serialize(message, type));
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type)!, type));
    }

    public static JsonElement Data(string json) => JsonSerializer.Deserialize(json, Wire.Default.JsonElement);

    /// <summary>The names under which the types derived from <typeparamref name="T"/> cross the wire.</summary>
    public static IEnumerable<string> Names<T>() =>
        typeof(T).GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), false)
            .Cast<System.Text.Json.Serialization.JsonDerivedTypeAttribute>().Select(derived => (string)derived.TypeDiscriminator!);
}
