using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dispatch.Cli.Sessions;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Recordings;

/// <summary>
/// Writes a session as an asciicast (docs.asciinema.org/manual/asciicast/v3 and v2): output, sizes, commands as markers, and in v3 the exit.
/// Times are seconds since the event before in v3, since the beginning in v2.
/// </summary>
internal sealed class AsciicastWriter(Stream output, bool isV2)
{
    private const decimal Microseconds = 1_000_000m;
    private const string TerminalType = "xterm-256color";

    /// <summary>Control characters are escaped all the same: a recording can be looked at in a terminal.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _line = new();

    /// <summary>A character may begin in one event and end in the next.</summary>
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private long _start;
    private long _last;

    public async Task BeginAsync(SessionInfo session, Timeline timeline, CancellationToken cancellation)
    {
        _start = _last = Micro(timeline.StartedAt);
        using (var json = Begin())
        {
            json.WriteStartObject();
            json.WriteNumber("version", isV2 ? 2 : 3);
            var size = timeline.Resizes is [var first, ..] ? (first.Cols, first.Rows) : (session.Cols, session.Rows);
            if (isV2)
            {
                json.WriteNumber("width", size.Cols);
                json.WriteNumber("height", size.Rows);
            }
            else
            {
                json.WriteStartObject("term");
                json.WriteNumber("cols", size.Cols);
                json.WriteNumber("rows", size.Rows);
                json.WriteString("type", TerminalType);
                json.WriteEndObject();
            }

            json.WriteNumber("timestamp", timeline.StartedAt.ToUnixTimeSeconds());
            json.WriteString("command", string.Join(' ', session.Command));
            json.WriteString("title", session.Name);
            json.WriteStartObject("env");
            json.WriteString("TERM", TerminalType);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        await EndAsync(cancellation);
    }

    public Task WriteAsync(RecordedEvent happened, CancellationToken cancellation)
    {
        switch (happened.Type)
        {
            case EventTypes.TerminalOutput when happened.Data?.GetBytesFromBase64() is { } bytes:
                return LineAsync(happened.Time, "o", Decode(bytes), cancellation);
            case EventTypes.TerminalResized when happened.Data?.Deserialize(Wire.Default.TerminalResized) is { } size:
                return LineAsync(happened.Time, "r", $"{size.Cols}x{size.Rows}", cancellation);
            case EventTypes.SessionRestarted:
                return LineAsync(happened.Time, "o", Encoding.UTF8.GetString(AttachProtocol.AfterRestart), cancellation);
            case EventTypes.CommandStarted when happened.Data?.Deserialize(Wire.Default.CommandStarted) is { } command:
                return LineAsync(happened.Time, "m", command.Command ?? "", cancellation);
            case EventTypes.SessionExited when !isV2:
                var message = new EventMessage(happened.Seq, happened.Epoch, happened.Time, happened.Type, "", happened.Data);
                return LineAsync(happened.Time, "x", $"{SessionEnd.After(message, null)!.Code}", cancellation);
            default:
                return Task.CompletedTask;
        }
    }

    private static long Micro(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    private string Decode(byte[] bytes)
    {
        var text = new char[_decoder.GetCharCount(bytes, flush: false)];
        return new string(text, 0, _decoder.GetChars(bytes, text, flush: false));
    }

    private async Task LineAsync(long time, string code, string data, CancellationToken cancellation)
    {
        if (code == "o" && data.Length == 0)
        {
            return;
        }

        // A clock may be set back; a recording's time doesn't go back.
        time = Math.Max(time, _last);
        var since = isV2 ? _start : _last;
        _last = time;
        using (var json = Begin())
        {
            json.WriteStartArray();
            json.WriteNumberValue((time - since) / Microseconds);
            json.WriteStringValue(code);
            json.WriteStringValue(data);
            json.WriteEndArray();
        }

        await EndAsync(cancellation);
    }

    private Utf8JsonWriter Begin()
    {
        _line.ResetWrittenCount();
        return new Utf8JsonWriter(_line, Options);
    }

    private async Task EndAsync(CancellationToken cancellation)
    {
        _line.Write("\n"u8);
        await output.WriteAsync(_line.WrittenMemory, cancellation);
    }
}
