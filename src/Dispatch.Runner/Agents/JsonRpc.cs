using System.Buffers;
using System.Text.Json;

namespace Dispatch.Runner.Agents;

/// <summary>A message that came: a request has a method and an id, a notification a method alone, an answer an id alone.</summary>
internal readonly record struct RpcMessage(JsonElement? Id, string? Method, JsonElement? Params, JsonElement? Result, RpcError? Error);

internal sealed record RpcError(int Code, string Message, JsonElement? Data);

/// <summary>JSON-RPC 2.0 as the Agent Client Protocol has it on pipes: each message a line. See https://agentclientprotocol.com.</summary>
internal static class JsonRpc
{
    public const int MethodNotFound = -32601, InvalidParams = -32602, InternalError = -32603, AuthRequired = -32000, ResourceNotFound = -32002;

    // On a pipe, where nothing but what JSON itself needs has to be escaped: whole files are answers.
    private static readonly JsonWriterOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="JsonException">It is no message.</exception>
    public static RpcMessage Read(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        var root = JsonElement.ParseValue(ref reader);
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("a message is an object");
        }

        var method = Of(root, "method") is { ValueKind: JsonValueKind.String } name ? name.GetString() : null;
        var id = Of(root, "id") is { ValueKind: JsonValueKind.String or JsonValueKind.Number } named ? named : (JsonElement?)null;
        if (method is null && id is null)
        {
            throw new JsonException("a message has a method or an id");
        }

        return new RpcMessage(id, method, Of(root, "params"), Of(root, "result"), Of(root, "error") is { ValueKind: JsonValueKind.Object } error ? Error(error) : null);
    }

    public static JsonElement? Of(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } there && there.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(JsonElement? element, string name) => Of(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static byte[] Request(string id, string method, Action<Utf8JsonWriter> parameters) => Write(writer =>
    {
        writer.WriteString("id", id);
        writer.WriteString("method", method);
        writer.WriteStartObject("params");
        parameters(writer);
        writer.WriteEndObject();
    });

    public static byte[] Notification(string method, Action<Utf8JsonWriter> parameters) => Write(writer =>
    {
        writer.WriteString("method", method);
        writer.WriteStartObject("params");
        parameters(writer);
        writer.WriteEndObject();
    });

    /// <param name="id">As it came: its JSON.</param>
    public static byte[] Answer(string id, Action<Utf8JsonWriter> result) => Write(writer =>
    {
        writer.WritePropertyName("id");
        writer.WriteRawValue(id);
        writer.WriteStartObject("result");
        result(writer);
        writer.WriteEndObject();
    }, Plain);

    /// <param name="id">As it came: its JSON.</param>
    public static byte[] Refusal(string id, int code, string message) => Write(writer =>
    {
        writer.WritePropertyName("id");
        writer.WriteRawValue(id);
        writer.WriteStartObject("error");
        writer.WriteNumber("code", code);
        writer.WriteString("message", message);
        writer.WriteEndObject();
    });

    private static RpcError Error(JsonElement error) => new(
        Of(error, "code") is { ValueKind: JsonValueKind.Number } code && code.TryGetInt32(out var number) ? number : InternalError,
        Text(error, "message") ?? "no reason was given",
        Of(error, "data"));

    private static byte[] Write(Action<Utf8JsonWriter> content, JsonWriterOptions options = default)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            content(writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
