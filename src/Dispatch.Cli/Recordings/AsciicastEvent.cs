using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Dispatch.Cli.Recordings;

/// <summary>A line of an asciicast: <c>[seconds, "code", "data"]</c>.</summary>
internal readonly ref struct AsciicastEvent(char code, ReadOnlySpan<byte> data)
{
    public char Code { get; } = code;

    /// <summary>UTF-8.</summary>
    public ReadOnlySpan<byte> Data { get; } = data;

    /// <exception cref="JsonException">It is none.</exception>
    public static AsciicastEvent Parse(in ReadOnlySequence<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        Expect(ref reader, JsonTokenType.StartArray);
        Expect(ref reader, JsonTokenType.Number);
        Expect(ref reader, JsonTokenType.String);
        var code = reader.GetString() is [var only] ? only : '\0';
        Expect(ref reader, JsonTokenType.String);
        var data = new byte[reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length];
        return new AsciicastEvent(code, data.AsSpan(0, reader.CopyString(data)));
    }

    /// <summary><c>COLSxROWS</c>.</summary>
    public static (int Cols, int Rows)? Size(ReadOnlySpan<byte> data) =>
        data.IndexOf((byte)'x') is > 0 and var at
        && Utf8Parser.TryParse(data[..at], out int cols, out var first) && first == at && cols is >= 1 and <= 1000
        && Utf8Parser.TryParse(data[(at + 1)..], out int rows, out var second) && at + 1 + second == data.Length && rows is >= 1 and <= 1000
            ? (cols, rows)
            : null;

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw new JsonException();
        }
    }
}
