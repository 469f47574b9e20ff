using System.Buffers;
using System.Text.Json;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Terminals.Recordings;

/// <summary>A part of a session's events as lines of JSON (<see cref="Protocol.Sessions.RecordedEvent"/>).</summary>
internal sealed class RecordingPage(LogNames names, long through) : IEventSink
{
    /// <summary>Bytes read at a time, so that no reader holds the log for long.</summary>
    private const int Enough = 256 * 1024;

    private readonly ArrayBufferWriter<byte> _lines = new();
    private long _enough;

    public ReadOnlyMemory<byte> Lines => _lines.WrittenMemory;

    /// <summary>Bytes of output in it.</summary>
    public long Output { get; private set; }

    /// <summary>The last position in it; as it was before when nothing came.</summary>
    public long Last { get; private set; }

    /// <param name="most">Bytes of output wanted at most; the event with which there are as many is the last.</param>
    public void Begin(long most)
    {
        _enough = Math.Min(most, Enough);
        _lines.ResetWrittenCount();
        Output = 0;
    }

    public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        if (stored.Seq > through)
        {
            return false;
        }

        using (var json = new Utf8JsonWriter(_lines))
        {
            json.WriteStartObject();
            json.WriteNumber("seq"u8, stored.Seq);
            json.WriteNumber("epoch"u8, stored.Epoch);
            json.WriteNumber("time"u8, stored.Time);
            json.WriteString("type"u8, names.Name(stored.Type));
            if (stored.Type == EventLog.OutputType)
            {
                json.WriteBase64String("data"u8, payload);
                Output += payload.Length;
            }
            else if (payload.Length > 0 && Fact.IsJson(payload))
            {
                json.WritePropertyName("data"u8);
                json.WriteRawValue(payload, skipInputValidation: true);
            }

            json.WriteEndObject();
        }

        _lines.Write("\n"u8);
        Last = stored.Seq;
        return stored.Seq < through && Output < _enough && _lines.WrittenCount < 2 * Enough;
    }
}
