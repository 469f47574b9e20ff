using System.Buffers;
using System.Text.Json;

namespace Dispatch.Server.Gateway;

/// <summary>
/// Finds in an answer, as it passes, what it used: in the events of a stream (Anthropic's Messages, OpenAI's Chat and Responses) or in one JSON
/// text. What doesn't tell, or breaks off, is reckoned by its length: a token for four bytes that were sent and for each piece that came.
/// </summary>
/// <param name="isStream">Whether the answer is a stream of events.</param>
/// <param name="requestBytes">Bytes of what was asked.</param>
internal sealed class UsageReader(bool isStream, Func<long> requestBytes)
{
    /// <summary>A longer event, or answer, isn't looked into.</summary>
    private const int LongestLine = 8 * 1024 * 1024;

    private const int BytesOfToken = 4;

    private readonly ArrayBufferWriter<byte> _line = new();
    private bool _skips;
    private string _model = "";
    private long _pieces, _input, _output, _cacheRead, _cacheWrite, _cacheWriteLong;
    private bool _hasInput, _hasOutput;

    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (!isStream)
        {
            Keep(bytes);
            return;
        }

        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            if (_line.WrittenCount == 0 && !_skips)
            {
                TakeLine(bytes[..end]);
            }
            else
            {
                Keep(bytes[..end]);
                TakeLine(_line.WrittenSpan);
                _line.ResetWrittenCount();
                _skips = false;
            }

            bytes = bytes[(end + 1)..];
        }

        Keep(bytes);
    }

    public ModelUsage End()
    {
        if (_line.WrittenCount > 0)
        {
            if (isStream)
            {
                TakeLine(_line.WrittenSpan);
            }
            else
            {
                Parse(_line.WrittenSpan);
            }
        }

        var input = _hasInput ? _input : requestBytes() / BytesOfToken;
        var output = _hasOutput ? _output : Math.Max(_output, _pieces);
        return new ModelUsage(_model, input, output, _cacheRead, _cacheWrite, _cacheWriteLong, !_hasInput || !_hasOutput);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_skips || _line.WrittenCount + bytes.Length > LongestLine)
        {
            _skips = true;
            _line.ResetWrittenCount();
        }
        else if (!bytes.IsEmpty)
        {
            _line.Write(bytes);
        }
    }

    // Most events are a piece of text, which isn't worth parsing.
    private void TakeLine(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("data:"u8))
        {
            if (line.IndexOf("\"usage\""u8) >= 0 || (_model.Length == 0 && line.IndexOf("\"model\""u8) >= 0))
            {
                Parse(line["data:".Length..]);
            }

            _pieces += line.IndexOf("delta\""u8) >= 0 ? 1 : 0;
        }
    }

    private void Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object)
            {
                // A stream's first and last events have the whole answer within.
                foreach (var holder in (ReadOnlySpan<string?>)[null, "message", "response"])
                {
                    Look(holder is null ? root : root.TryGetProperty(holder, out var inner) ? inner : default, final: holder != "message");
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An answer that broke off, or that is none of the three, or has half of a character in a name: it is reckoned.
        }
    }

    /// <param name="final">Whether what it says was answered is all of it: an answer's first event says how it begins.</param>
    private void Look(JsonElement holder, bool final)
    {
        if (holder.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (holder.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String && model.GetString() is { Length: > 0 and <= 200 } name)
        {
            _model = name;
        }

        if (!holder.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (Number(usage, "prompt_tokens") is { } prompt)
        {
            var cached = Cached(usage, "prompt_tokens_details");
            (_input, _cacheRead, _hasInput) = (Math.Max(0, prompt - cached), cached, true);
            (_output, _hasOutput) = (Number(usage, "completion_tokens") ?? 0, true);
            return;
        }

        var inner = Cached(usage, "input_tokens_details");
        if (Number(usage, "input_tokens") is { } input)
        {
            // Anthropic counts what a cache had apart, OpenAI within.
            (_input, _hasInput) = (Math.Max(0, input - inner), true);
        }

        _cacheRead = Number(usage, "cache_read_input_tokens") ?? (inner > 0 ? inner : _cacheRead);
        if (Number(usage, "cache_creation_input_tokens") is { } written)
        {
            _cacheWriteLong = usage.TryGetProperty("cache_creation", out var parts) && parts.ValueKind == JsonValueKind.Object
                ? Math.Min(written, Number(parts, "ephemeral_1h_input_tokens") ?? 0)
                : 0;
            _cacheWrite = written - _cacheWriteLong;
        }

        if (Number(usage, "output_tokens") is { } output)
        {
            _output = output;
            _hasOutput |= final;
        }
    }

    private static long Cached(JsonElement usage, string details) =>
        usage.TryGetProperty(details, out var parts) && parts.ValueKind == JsonValueKind.Object ? Number(parts, "cached_tokens") ?? 0 : 0;

    // A number that nobody can have used is none: whoever answers may be anyone.
    private static long? Number(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number is >= 0 and < 1_000_000_000 ? number : null;
}
