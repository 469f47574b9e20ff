using System.Text;

namespace Dispatch.Terminal;

/// <summary>Device control strings: what a program asks in a longer form. All are answered.</summary>
internal static class DeviceSequences
{
    private const int MostNames = 16;

    private static readonly Dictionary<string, string> Capabilities = new(StringComparer.Ordinal)
    {
        ["TN"] = "xterm-256color",
        ["name"] = "xterm-256color",
        ["Co"] = "256",
        ["colors"] = "256",
        ["RGB"] = "8",
    };

    public static IReadOnlyList<SequenceInfo> All { get; } =
    [
        new StringSequence("DCS $ q Pt ST", "DECRQSS", "Asks for a setting: SGR (m), margins (r, s), DECSCA (\" q), DECSCL (\" p), DECSCUSR (SP q), DECSACE (* x)", "VT510 DECRQSS", AskSetting),
        new StringSequence("DCS + q Pt ST", "XTGETTCAP", "Asks for terminfo names, in hexadecimal: TN, name, Co, colors, RGB", "xterm ctlseqs", AskCapability),
    ];

    private static void AskSetting(Emulator t, ReadOnlySpan<byte> text)
    {
        var setting = Encoding.ASCII.GetString(text);
        var value = setting switch
        {
            "m" => StyleText.Of(t.Screen.Pen),
            "r" => $"{t.Screen.Top + 1};{t.Screen.Bottom + 1}",
            "s" => $"{t.Screen.Left + 1};{t.Screen.Right + 1}",
            "\"q" => t.Screen.Pen.Protected ? "1" : "0",
            "\"p" => "62;1",
            " q" => $"{((int)t.CursorShape * 2) + (t.CursorBlinking ? 1 : 2)}",
            "*x" => t.AttributesInRectangle ? "2" : "1",
            _ => null,
        };
        t.Reply(value is null ? "\eP0$r\e\\" : $"\eP1$r{value}{setting}\e\\");
    }

    private static void AskCapability(Emulator t, ReadOnlySpan<byte> text)
    {
        var names = Encoding.ASCII.GetString(text).Split(';');
        foreach (var name in names.Take(MostNames))
        {
            if (name.Length is > 0 and <= 64 && name.Length % 2 == 0 && name.All(char.IsAsciiHexDigit))
            {
                var known = Capabilities.TryGetValue(Encoding.ASCII.GetString(Convert.FromHexString(name)), out var value);
                t.Reply(known ? $"\eP1+r{name}={Convert.ToHexString(Encoding.ASCII.GetBytes(value!))}\e\\" : $"\eP0+r{name}\e\\");
            }
        }
    }
}
