using System.Text;

namespace Dispatch.Terminal.Tests.Rendering;

/// <summary>Bytes as programs write them and as they don't: from a seed, so that a failure can be seen again.</summary>
internal sealed class RandomScript(int seed)
{
    private static readonly string[] Texts =
    [
        "a", "text ", "0123456789", "世界", "é", "e\u0301", "\u0301", "👩‍👩‍👧", "🇩🇪", "🇩", "❤\ufe0f", "\u200d", "각", "\u1112\u1161", "─│", "\u00a0", "\u200b", "q", "x", "\u0600", "\ufe0f",
    ];

    private static readonly string[] Controls = ["\r\n", "\r", "\n", "\b", "\t", "\x0e", "\x0f", "\eD", "\eM", "\eE", "\e7", "\e8", "\eH", "\e6", "\e9", "\e#8", "\eN", "\eO", "\en", "\eo", "\e=", "\e>", "\x18"];

    private static readonly string[] Strings =
    [
        "\e]0;title\a", "\e]2;世;x\e\\", "\e]1;icon\a", "\e]7;file://h/a%20b%\a", "\e]8;;http://a;b\a", "\e]8;id=1;http://b\a", "\e]8;;\a", "\e]9;4;1;50\a", "\e]9;4;0\a",
        "\e]4;1;#123456\a", "\e]10;#abcdef\a", "\e]110\a", "\e]104\a", "\e]133;A\a", "\e]133;B\a", "\e]133;C\a", "\e]133;D;2\a", "\e]133;D\a", "\ePfoo\e\\", "\eP$qm\e\\", "\e_x\e\\", "\e]52;c;YQ==\a",
        "\e(0", "\e)0", "\e*A", "\e+0", "\e(B", "\e[!p", "\e[#{", "\e[#}", "\e[22t", "\e[23t", "\e[2*x", "\e[>1u", "\e[<u", "\e[=5u", "\e[>4;1m", "\e[3 q", "\e[1\"q", "\e[0\"q", "\e[3g", "\e[?5W",
    ];

    private const string Finals = "ABCDEFGHIJKLMPSTXZ@`abdefghlmrsu";
    private static readonly string[] Intermediate = ["$z", "${", "$x", "$v", "$r", "$t", "'}", "'~", " @", " A", "*y"];

    private static readonly int[] ModeNumbers =
        [1, 3, 5, 6, 7, 7, 12, 25, 40, 45, 47, 66, 69, 69, 1000, 1003, 1004, 1006, 1047, 1048, 1049, 1049, 2004, 2026, 2027, 2027, 2048];

    private readonly Random _random = new(seed);

    public int Below(int most) => _random.Next(most);

    public byte[] Next(int pieces)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pieces; i++)
        {
            text.Append(Below(20) switch
            {
                < 8 => Texts[Below(Texts.Length)],
                < 11 => Controls[Below(Controls.Length)],
                < 13 => Strings[Below(Strings.Length)],
                < 15 => Style(),
                < 16 => $"\e[?{ModeNumbers[Below(ModeNumbers.Length)]}{"hhlsr"[Below(5)]}",
                < 17 => $"\e[{(Below(3) == 0 ? 4 : 20)}{"hl"[Below(2)]}",
                < 18 => $"\e[{Number()};{Number()};{Number()};{Number()}{Intermediate[Below(Intermediate.Length)]}",
                _ => $"\e[{(Below(6) == 0 ? "?" : "")}{Number()}{(Below(2) == 0 ? $";{Number()}" : "")}{Finals[Below(Finals.Length)]}",
            });
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (Below(8) == 0)
        {
            bytes[Below(bytes.Length)] = (byte)Below(256);
        }

        return bytes;
    }

    private string Style() => Below(8) switch
    {
        0 => "\e[m",
        1 => $"\e[{30 + Below(8)}m",
        2 => $"\e[{40 + Below(8)}m",
        3 => $"\e[48;2;{Below(256)};{Below(256)};{Below(256)}m",
        4 => $"\e[38;5;{Below(256)}m",
        5 => $"\e[4:{Below(6)};58:2::{Below(256)}:1:2m",
        _ => $"\e[{Below(10)}m",
    };

    private string Number() => Below(5) == 0 ? "" : $"{Below(14)}";
}
