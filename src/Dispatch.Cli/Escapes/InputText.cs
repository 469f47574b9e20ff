using System.Globalization;
using System.Text;
using Dispatch.Cli.Commands;

namespace Dispatch.Cli.Escapes;

/// <summary>Text to type, with backslash escapes for what is hard to write on a command line.</summary>
internal static class InputText
{
    public static byte[] Parse(string text)
    {
        using var bytes = new MemoryStream(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var escape = text.IndexOf('\\', at);
            var plain = escape < 0 ? text[at..] : text[at..escape];
            bytes.Write(Encoding.UTF8.GetBytes(plain));
            at += plain.Length;
            if (escape >= 0)
            {
                at += Escape(text.AsSpan(escape), out var value);
                bytes.WriteByte(value);
            }
        }

        return bytes.ToArray();
    }

    /// <returns>How many characters the escape takes.</returns>
    private static int Escape(ReadOnlySpan<char> text, out byte value)
    {
        switch (text.Length > 1 ? text[1] : '\0')
        {
            case 'r':
                value = (byte)'\r';
                return 2;
            case 'n':
                value = (byte)'\n';
                return 2;
            case 't':
                value = (byte)'\t';
                return 2;
            case 'e':
                value = 0x1B;
                return 2;
            case '\\':
                value = (byte)'\\';
                return 2;
            case 'x' when text.Length >= 4 && byte.TryParse(text[2..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value):
                return 4;
            default:
                throw Failure.Usage($@"'{text[..Math.Min(text.Length, 4)]}' is not an escape: there are \r \n \t \e \xHH, and \\ for a backslash");
        }
    }
}
