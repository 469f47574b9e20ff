using System.Buffers;
using System.Text;

namespace Dispatch.Runner.Files;

/// <summary>
/// Names as Linux has them, any bytes but '/' and NUL, as text and back without loss. A byte that isn't part of valid UTF-8 is the
/// character U+EF00 + byte; so are the bytes of a character of U+EF80 to U+EFFF itself, or it would come back as another name.
/// </summary>
internal static class FileName
{
    public const int MostBytes = 255;
    private const char FirstEscape = '\uEF80';
    private const char LastEscape = '\uEFFF';

    public static string ToText(ReadOnlySpan<byte> name)
    {
        if (Ascii.IsValid(name))
        {
            return Encoding.ASCII.GetString(name);
        }

        var text = new StringBuilder(name.Length);
        Span<char> units = stackalloc char[2];
        while (!name.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(name, out var rune, out var length);
            if (status != OperationStatus.Done || rune.Value is >= FirstEscape and <= LastEscape)
            {
                foreach (var value in name[..length])
                {
                    text.Append((char)(0xEF00 + value));
                }
            }
            else
            {
                text.Append(units[..rune.EncodeToUtf16(units)]);
            }

            name = name[length..];
        }

        return text.ToString();
    }

    /// <summary>Null when the text has half a surrogate pair, which no bytes are.</summary>
    public static byte[]? ToBytes(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length * 3];
        var count = 0;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != OperationStatus.Done)
            {
                return null;
            }

            if (rune.Value is >= FirstEscape and <= LastEscape)
            {
                bytes[count++] = (byte)rune.Value;
            }
            else
            {
                count += rune.EncodeToUtf8(bytes.AsSpan(count));
            }

            text = text[length..];
        }

        return bytes[..count];
    }
}
