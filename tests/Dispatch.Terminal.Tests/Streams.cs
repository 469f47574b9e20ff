using System.Globalization;
using System.Text;

namespace Dispatch.Terminal.Tests;

/// <summary>What programs might write, made up: the same for the same seed.</summary>
internal static class Streams
{
    private static readonly string[] Words =
    [
        "hello", "the quick brown fox ", "x", "日本語", "漢", "한글", "e\u0301", "a\u0300\u0301\u0302", "👍🏽", "👨‍👩‍👧", "🇩🇪", "☺\uFE0F", "\u200D", "\u0301",
        "ｶﾞ", "─│┌", "\u00A0", "ø", "\U0001F600", "~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~",
    ];

    private static readonly string[] Strings =
    [
        "\e]0;a title\a", "\e]2;ein Ti\u0308tel\e\\", "\e]7;file://host/home/a%20b\e\\", "\e]8;id=1;http://example.org/\e\\", "\e]8;;\e\\",
        "\e]9;hello\a", "\e]9;4;1;50\a", "\e]4;1;rgb:ff/00/00\a", "\e]10;?\a", "\e]11;#123456\e\\", "\e]104\a", "\e]52;c;aGVsbG8=\a",
        "\e]133;A\a", "\e]133;B\a", "\e]133;C;cmdline_url=ls%20-l\a", "\e]133;D;1\a", "\e]777;notify;a;b\a", "\eP$qm\e\\", "\eP+q544e\e\\",
        "\e_ignored\e\\", "\eXignored\e\\", "\e^ignored\e\\", "\e]0;cut off\u0018", "\eP$q\u001a",
    ];

    private static readonly string[] Sequences = [.. SequenceTable.All.SelectMany(part => part.Entries).Select(entry => entry.Notation)];

    public static byte[] Made(int seed, int length)
    {
        var random = new Random(seed);
        using var stream = new MemoryStream();
        while (stream.Length < length)
        {
            stream.Write(Piece(random));
        }

        return stream.ToArray();
    }

    /// <summary>Bytes with some of them changed, dropped, doubled or put elsewhere.</summary>
    public static byte[] Mutated(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var i = random.Next(1, 2 + (bytes.Count / 50)); i > 0 && bytes.Count > 1; i--)
        {
            var at = random.Next(bytes.Count);
            var count = Math.Min(random.Next(1, 20), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, count);
                    break;
                case 2:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, count));
                    break;
                case 3:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    bytes.InsertRange(at, Piece(random));
                    break;
            }
        }

        return [.. bytes];
    }

    public static byte[] Piece(Random random) => random.Next(12) switch
    {
        < 4 => Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]),
        4 => [(byte)random.Next(32)],
        5 => "\r\n"u8.ToArray(),
        6 => Encoding.UTF8.GetBytes($"\e[{random.Next(60)};{random.Next(120)}H"),
        7 => Encoding.UTF8.GetBytes(Strings[random.Next(Strings.Length)]),
        8 when random.Next(4) == 0 => Enumerable.Range(0, 3).Select(_ => (byte)random.Next(256)).ToArray(),
        9 => Encoding.UTF8.GetBytes($"\e[{random.Next(110)};{(random.Next(2) == 0 ? 38 : 48)};5;{random.Next(300)}m"),
        _ => Encoding.UTF8.GetBytes(Filled(Sequences[random.Next(Sequences.Length)], random)),
    };

    /// <summary>A sequence's notation with numbers in the places of its parameters.</summary>
    public static string Filled(string notation, Random random)
    {
        var words = notation.Replace("h / l", random.Next(2) == 0 ? "h" : "l", StringComparison.Ordinal).Split(' ');
        if (words[0] is not ("CSI" or "ESC" or "OSC" or "DCS"))
        {
            return ((char)int.Parse(words[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();
        }

        return string.Concat(words.Select(word => word switch
        {
            "CSI" => "\e[",
            "ESC" => "\e",
            "OSC" => "\e]",
            "DCS" => "\eP",
            "ST" => random.Next(2) == 0 ? "\e\\" : "\a",
            "SP" => " ",
            "Pm" => $"{Number(random)};{Number(random)}",
            ['P', _] or "URL" or "URI" => Number(random),
            _ => word,
        }));
    }

    private static string Number(Random random) => random.Next(12) switch
    {
        0 => "",
        1 => "0",
        2 => "99999",
        3 => "4294967297",
        4 => $"{random.Next(200)}",
        5 => $"{random.Next(3000)}",
        _ => $"{random.Next(1, 12)}",
    };
}
