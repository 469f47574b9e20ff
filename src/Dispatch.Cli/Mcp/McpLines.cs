using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Dispatch.Cli.Mcp;

/// <summary>JSON-RPC messages as lines, in and out.</summary>
internal sealed class McpLines(Stream input, TextWriter output)
{
    /// <summary>Bytes of a line; the server takes no more either.</summary>
    private const int LongestLine = 1024 * 1024;

    private const int ParseError = -32700;

    private static readonly JsonTypeInfo<JsonRpcMessage> Message = (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    private readonly Lock _writing = new();
    private readonly byte[] _block = new byte[16 * 1024];
    private readonly ArrayBufferWriter<byte> _line = new();
    private int _at, _read;

    /// <summary>The next message; null at the end. What is none is answered as that, and passed over.</summary>
    public async Task<JsonRpcMessage?> ReadAsync(CancellationToken cancellation)
    {
        while (await ReadLineAsync(cancellation) is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            try
            {
                if (line.Length <= LongestLine && JsonSerializer.Deserialize(line.Span, Message) is { } message)
                {
                    return message;
                }

                RefuseLine($"A message has at most {LongestLine} bytes.");
            }
            catch (JsonException e)
            {
                RefuseLine(e.Message);
            }
        }

        return null;
    }

    public void Write(JsonRpcMessage message) => WriteLine(JsonSerializer.Serialize(message, Message));

    private async Task<ReadOnlyMemory<byte>?> ReadLineAsync(CancellationToken cancellation)
    {
        _line.ResetWrittenCount();
        while (true)
        {
            if (_at == _read)
            {
                (_at, _read) = (0, await input.ReadAsync(_block, cancellation));
                if (_read == 0)
                {
                    return _line.WrittenCount > 0 ? _line.WrittenMemory : (ReadOnlyMemory<byte>?)null;
                }
            }

            var rest = _block.AsMemory(_at, _read - _at);
            var end = rest.Span.IndexOf((byte)'\n');
            var part = end < 0 ? rest : rest[..end];

            // Of a line that is too long only that is kept.
            if (_line.WrittenCount <= LongestLine)
            {
                _line.Write(part.Span);
            }

            _at += end < 0 ? part.Length : end + 1;
            if (end >= 0)
            {
                return _line.WrittenMemory;
            }
        }
    }

    private void RefuseLine(string why) =>
        WriteLine($$$"""{"jsonrpc":"2.0","id":null,"error":{"code":{{{ParseError}}},"message":"{{{JsonEncodedText.Encode("This is no message: " + why)}}}"}}""");

    private void WriteLine(string line)
    {
        lock (_writing)
        {
            output.Write(line + "\n");
        }
    }
}
