using System.Globalization;

namespace Dispatch.Terminal;

/// <summary>
/// What a sequence's notation says of its characters, so that what is documented is what is understood. Words of more than one character
/// and Ps, Pm, Pt stand for parameters; SP is a space; a control character is named with its code.
/// </summary>
internal readonly record struct Notation(string Introducer, byte Prefix, byte Intermediate, byte Final, int Number)
{
    public static Notation Read(string notation)
    {
        var words = notation.Split(' ');
        return words[0] switch
        {
            "CSI" or "DCS" or "ESC" => Sequence(words[0], words[1..]),
            "OSC" => new Notation("OSC", 0, 0, 0, int.Parse(words[1], CultureInfo.InvariantCulture)),
            _ => new Notation("", 0, 0, 0, int.Parse(words[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
        };
    }

    private static Notation Sequence(string introducer, string[] words)
    {
        byte prefix = 0, intermediate = 0, final = 0;
        foreach (var word in words)
        {
            var code = word == "SP" ? ' ' : word.Length == 1 ? word[0] : '\0';
            if (code is ';' or ':' or '\0' || (introducer != "ESC" && char.IsAsciiDigit((char)code)))
            {
                continue;
            }

            if (introducer != "ESC" && code is >= '<' and <= '?')
            {
                prefix = (byte)code;
            }
            else if (code is >= ' ' and <= '/')
            {
                intermediate = (byte)code;
            }
            else
            {
                final = (byte)code;
                break;
            }
        }

        return new Notation(introducer, prefix, intermediate, final, 0);
    }
}
