using System.Text;

namespace Dispatch.Terminal.Benchmarks;

/// <summary>Six kinds of output, 8 MB each, the same for a seed: what both terminals are given.</summary>
internal static class Corpora
{
    public const int Seed = 20261122, Size = 8 * 1024 * 1024;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    public static IReadOnlyList<string> Names { get; } = ["plain", "colour", "cursor", "unicode", "seq", "regions"];

    public static byte[] Make(string name)
    {
        var random = new Random(Seed);
        var text = new StringBuilder(Size + 4096);
        var length = 0;
        for (var n = 1; length < Size; n++)
        {
            var start = text.Length;
            Next(name, n, random, text);
            length += name == "unicode" ? Encoding.UTF8.GetByteCount(text.ToString(start, text.Length - start)) : text.Length - start;
        }

        return Encoding.UTF8.GetBytes(text.ToString())[..Size];
    }

    private static void Next(string name, int n, Random random, StringBuilder text)
    {
        switch (name)
        {
            case "plain":
                Words(random, text, random.Next(20, 110));
                text.Append("\r\n");
                break;
            case "colour":
                Colored(random, text);
                break;
            case "cursor":
                // A full-screen program that changes a few places at a time.
                text.Append($"\e[{random.Next(1, 25)};{random.Next(1, 81)}H");
                text.Append(random.Next(4) == 0 ? $"\e[{random.Next(30, 38)}m" : "").Append(Letters, 0, random.Next(1, 6));
                break;
            case "unicode":
                Unicode(random, text);
                break;
            case "seq":
                text.Append(n).Append("\r\n");
                break;
            default:
                Region(n, random, text);
                break;
        }
    }

    private static void Words(Random random, StringBuilder text, int length)
    {
        for (var end = text.Length + length; text.Length < end;)
        {
            for (var word = random.Next(2, 10); word > 0; word--)
            {
                text.Append(Letters[random.Next(26)]);
            }

            text.Append(' ');
        }
    }

    // Like a build's or a listing's: a few words in each colour.
    private static void Colored(Random random, StringBuilder text)
    {
        for (var part = random.Next(3, 9); part > 0; part--)
        {
            text.Append(random.Next(4) switch
            {
                0 => $"\e[38;5;{random.Next(256)}m",
                1 => $"\e[1;{random.Next(31, 37)}m",
                2 => $"\e[38;2;{random.Next(256)};{random.Next(256)};{random.Next(256)}m",
                _ => "\e[0m",
            });
            Words(random, text, random.Next(3, 16));
        }

        text.Append("\e[0m\r\n");
    }

    private static void Unicode(Random random, StringBuilder text)
    {
        for (var part = random.Next(2, 6); part > 0; part--)
        {
            switch (random.Next(5))
            {
                case 0:
                    for (var i = random.Next(4, 16); i > 0; i--)
                    {
                        text.Append((char)random.Next(0x4E00, 0x9FA5));
                    }

                    break;
                case 1:
                    for (var i = random.Next(4, 16); i > 0; i--)
                    {
                        text.Append((char)random.Next(0x430, 0x450));
                    }

                    break;
                case 2:
                    text.Append(char.ConvertFromUtf32(random.Next(0x1F600, 0x1F640))).Append(' ');
                    break;
                case 3:
                    text.Append('e').Append('\u0301').Append('t').Append('e').Append('\u0300');
                    break;
                default:
                    Words(random, text, 12);
                    break;
            }
        }

        text.Append("\r\n");
    }

    // An editor: a region, text in it, scrolling both ways.
    private static void Region(int n, Random random, StringBuilder text)
    {
        var top = random.Next(1, 8);
        var bottom = random.Next(top + 4, 25);
        text.Append($"\e[{top};{bottom}r");
        for (var i = random.Next(2, 8); i > 0; i--)
        {
            switch (n % 4)
            {
                case 0:
                    text.Append($"\e[{bottom};1H\n");
                    break;
                case 1:
                    text.Append($"\e[{top};1H\eM");
                    break;
                case 2:
                    text.Append($"\e[{random.Next(top, bottom)};1H\e[L");
                    break;
                default:
                    text.Append($"\e[{random.Next(top, bottom)};1H\e[M");
                    break;
            }

            Words(random, text, random.Next(4, 12));
        }
    }
}
