using System.Buffers;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Attach;

/// <summary>Messages of the attach wire as text frames.</summary>
internal static class Frames
{
    public static byte[] Text(SessionMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, Wire.Default.SessionMessage);

    /// <summary>A fact; its payload is JSON already and goes in as it is, or is left out when it can't be read.</summary>
    public static byte[] Event(Page page, int epoch, LogNames names)
    {
        var buffer = new ArrayBufferWriter<byte>(page.Length + 200);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("t"u8, "event"u8);
        json.WriteNumber("seq"u8, page.First);
        json.WriteNumber("epoch"u8, epoch);
        json.WriteNumber("time"u8, page.Time);
        json.WriteString("type"u8, names.Name(page.Type));
        json.WriteString("principal"u8, names.Name(page.Principal));
        if (page.Length > 0 && Fact.IsJson(page.Payload))
        {
            json.WritePropertyName("data"u8);
            json.WriteRawValue(page.Payload, skipInputValidation: true);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
