using static Dispatch.Terminal.Tests.TestTerminal;

namespace Dispatch.Terminal.Tests.Sequences;

public sealed class RectangleTests
{
    private const string Full = "abcde\r\nfghij\r\nklmno";

    [Theory]
    [Sequence("CSI Pc ; Pt ; Pl ; Pb ; Pr $ x", "VT420 Programmer Reference 5: DECFRA")]
    [InlineData("\e[35;2;2;3;4$x", "abcde\nf###j\nk###o")]
    [InlineData("\e[35$x", "#####\n#####\n#####")]
    [InlineData("\e[7;2;2;3;4$x", "abcde\nfghij\nklmno")]
    [InlineData("\e[35;3;2;2;4$x", "abcde\nfghij\nklmno")]
    [InlineData("\e[2;3r\e[?6h\e[35;1;1;1;2$x", "abcde\n##hij\nklmno")]
    [Sequence("CSI Pt ; Pl ; Pb ; Pr $ z", "VT420 Programmer Reference 5: DECERA")]
    [InlineData("\e[2;2;3;4$z", "abcde\nf   j\nk   o")]
    [InlineData("\e[$z", "")]
    [InlineData("\e[99;99;99;99$z", "abcde\nfghij\nklmno")]
    [Sequence("CSI Pt ; Pl ; Pb ; Pr $ {", "VT420 Programmer Reference 5: DECSERA")]
    [InlineData("\e[2;3H\e[1\"qXY\e[1;2;3;4${", "a   e\nf XYj\nk   o")]
    [Sequence("CSI Pt ; Pl ; Pb ; Pr ; Pp ; Pt ; Pl ; Pp $ v", "VT420 Programmer Reference 5: DECCRA")]
    [InlineData("\e[1;1;2;2;1;2;4;1$v", "abcde\nfghab\nklmfg")]
    [InlineData("\e[1;1;2;4;1;2;2;1$v", "abcde\nfabcd\nkfghi")]
    [InlineData("\e[1;1;3;5;1;3;5;1$v", "abcde\nfghij\nklmna")]
    [InlineData("\e[1;1;3;5;1;99;99;1$v", "abcde\nfghij\nklmno")]
    public void The_rectangle_changes_and_the_rest_stays(string text, string screen)
    {
        var terminal = Having(Full + text, 5, 3);

        Assert.Equal(screen, terminal.Text);
        Invariants.Check(terminal.Emulator);
    }

    [Fact]
    [Sequence("CSI Pt ; Pl ; Pb ; Pr ; Pm $ r", "VT420 Programmer Reference 5: DECCARA")]
    [Sequence("CSI Ps * x", "VT420 Programmer Reference 5: DECSACE")]
    public void DECCARA_changes_a_stream_or_a_rectangle()
    {
        Assert.Equal(".####\n#####\n####.", Bold(Having(Full + "\e[1;2;3;4;1$r", 5, 3)));
        Assert.Equal(".##..\n.##..\n.....", Bold(Having(Full + "\e[2*x\e[1;2;2;3;1$r", 5, 3)));
        Assert.Equal(".##..\n.....\n.....", Bold(Having(Full + "\e[2*x\e[1;2;2;3;1$r\e[2;1;2;5;22$r", 5, 3)));
        Assert.Equal(".....\n.....\n.....", Bold(Having("\e[1m" + Full + "\e[1;1;3;5;0$r", 5, 3)));
    }

    [Fact]
    [Sequence("CSI Pt ; Pl ; Pb ; Pr ; Pm $ t", "VT420 Programmer Reference 5: DECRARA")]
    public void DECRARA_turns_attributes_over()
    {
        Assert.Equal(".##..\n.##..\n.....", Bold(Having(Full + "\e[2*x\e[1;2;2;3;1$t", 5, 3)));
        Assert.Equal("#..##\n#..##\n#####", Bold(Having("\e[1m" + Full + "\e[2*x\e[1;2;2;3;1$t", 5, 3)));
        Assert.True(Having(Full + "\e[2*x\e[1;1;1;1;0$t", 5, 3).Style(1, 1) is { Bold: true, Blink: true, Inverse: true, UnderlineStyle: UnderlineStyle.Single });
    }

    [Fact]
    public void A_filled_rectangle_looks_like_the_pen_and_an_erased_one_has_its_background()
    {
        var terminal = Having("\e[1;44m\e[35;1;1;1;1$x\e[2;1;2;1$z", 5, 3);

        Assert.Equal(new Style { Flags = Style.BoldBit, Background = Color.Palette(4) }, terminal.Style(1, 1));
        Assert.Equal(new Style { Background = Color.Palette(4) }, terminal.Style(2, 1));
    }

    private static string Bold(TestTerminal terminal) => string.Join(
        '\n', Enumerable.Range(1, 3).Select(row => string.Concat(Enumerable.Range(1, 5).Select(col => terminal.Style(row, col).Bold ? '#' : '.'))));
}
