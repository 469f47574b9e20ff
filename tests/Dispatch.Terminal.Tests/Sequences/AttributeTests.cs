using static Dispatch.Terminal.Tests.TestTerminal;

namespace Dispatch.Terminal.Tests.Sequences;

public sealed class AttributeTests
{
    public static TheoryData<string, Func<Style, bool>> Flags => new()
    {
        { "1", style => style.Bold },
        { "2", style => style.Faint },
        { "3", style => style.Italic },
        { "4", style => style.UnderlineStyle == UnderlineStyle.Single },
        { "4:1", style => style.UnderlineStyle == UnderlineStyle.Single },
        { "4:2", style => style.UnderlineStyle == UnderlineStyle.Double },
        { "21", style => style.UnderlineStyle == UnderlineStyle.Double },
        { "4:3", style => style.UnderlineStyle == UnderlineStyle.Curly },
        { "4:4", style => style.UnderlineStyle == UnderlineStyle.Dotted },
        { "4:5", style => style.UnderlineStyle == UnderlineStyle.Dashed },
        { "5", style => style.Blink },
        { "6", style => style.Blink },
        { "7", style => style.Inverse },
        { "8", style => style.Hidden },
        { "9", style => style.Strikethrough },
        { "53", style => style.Overline },
        { "31", style => style.Foreground == Color.Palette(1) },
        { "97", style => style.Foreground == Color.Palette(15) },
        { "42", style => style.Background == Color.Palette(2) },
        { "100", style => style.Background == Color.Palette(8) },
        { "38;5;200", style => style.Foreground == Color.Palette(200) },
        { "38:5:200", style => style.Foreground == Color.Palette(200) },
        { "48;5;200", style => style.Background == Color.Palette(200) },
        { "48:5:200", style => style.Background == Color.Palette(200) },
        { "58;5;200", style => style.Underline == Color.Palette(200) },
        { "58:5:200", style => style.Underline == Color.Palette(200) },
        { "38;2;1;2;3", style => style.Foreground == Color.Rgb(1, 2, 3) },
        { "38:2:1:2:3", style => style.Foreground == Color.Rgb(1, 2, 3) },
        { "38:2::1:2:3", style => style.Foreground == Color.Rgb(1, 2, 3) },
        { "48;2;1;2;3", style => style.Background == Color.Rgb(1, 2, 3) },
        { "48:2::1:2:3", style => style.Background == Color.Rgb(1, 2, 3) },
        { "58;2;1;2;3", style => style.Underline == Color.Rgb(1, 2, 3) },
        { "58:2::1:2:3", style => style.Underline == Color.Rgb(1, 2, 3) },
        { "38;5;200;1", style => style is { Bold: true, Foreground.Index: 200 } },
        { "38:5:200;1", style => style is { Bold: true, Foreground.Index: 200 } },
        { "38:2:1:2;1", style => style is { Bold: true, Foreground.IsDefault: true } },
        { "38;7;1", style => style is { Bold: true, Foreground.IsDefault: true } },
        { "99;1", style => style.Bold },
    };

    [Theory]
    [MemberData(nameof(Flags))]
    [Sequence("CSI Pm m", "ECMA-48 8.3.117 SGR; ITU T.416 13.1.8; xterm ctlseqs; kitty: underlines")]
    public void SGR_sets_one_thing_and_0_takes_it_away(string codes, Func<Style, bool> holds)
    {
        var terminal = Having($"\e[{codes}ma\e[0mb\e[{codes}mc\e[md");

        Assert.True(holds(terminal.Style(1, 1)));
        Assert.Equal(default, terminal.Style(1, 2));
        Assert.Equal(terminal.Style(1, 1), terminal.Style(1, 3));
        Assert.Equal(default, terminal.Style(1, 4));
    }

    [Theory]
    [InlineData("1;2", "22")]
    [InlineData("3", "23")]
    [InlineData("4:3", "24")]
    [InlineData("4:3", "4:0")]
    [InlineData("5", "25")]
    [InlineData("7", "27")]
    [InlineData("8", "28")]
    [InlineData("9", "29")]
    [InlineData("53", "55")]
    [InlineData("31", "39")]
    [InlineData("38;2;1;2;3", "39")]
    [InlineData("41", "49")]
    [InlineData("58;5;1", "59")]
    public void SGR_takes_one_thing_away(string set, string reset) => Assert.Equal(default, Having($"\e[{set};{reset}mx").Style(1, 1));

    [Fact]
    public void What_is_listed_for_readers_is_what_is_tested()
    {
        var listed = AttributeSequences.Codes.SelectMany(code => code.Codes.Split(", ")).Select(code => code.Split(';', ':')[0]);

        Assert.All(["1", "4", "21", "38", "48", "58", "53", "22", "30–37"], code => Assert.Contains(code, listed));
    }

    [Fact]
    [Sequence("CSI Ps \" q", "VT510 DECSCA")]
    public void DECSCA_protects_and_SGR_0_leaves_it()
    {
        var terminal = Having("\e[1\"qa\e[0mb\e[0\"qc\e[1\"q\e[2\"qd");

        Assert.Equal([true, true, false, false], Enumerable.Range(1, 4).Select(col => terminal.Style(1, col).Protected));
    }
}
