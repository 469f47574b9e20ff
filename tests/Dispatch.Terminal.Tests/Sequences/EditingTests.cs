using static Dispatch.Terminal.Tests.TestTerminal;

namespace Dispatch.Terminal.Tests.Sequences;

public sealed class EditingTests
{
    private const string Full = "abcde\r\nfghij\r\nklmno";

    [Theory]
    [Sequence("CSI Ps J", "ECMA-48 8.3.39 ED; xterm ctlseqs: 3 is the scrollback")]
    [InlineData("\e[2;3H\e[J", "abcde\nfg")]
    [InlineData("\e[2;3H\e[0J", "abcde\nfg")]
    [InlineData("\e[2;3H\e[1J", "\n   ij\nklmno")]
    [InlineData("\e[2;3H\e[2J", "")]
    [InlineData("\e[2;3H\e[3J", "abcde\nfghij\nklmno")]
    [InlineData("\e[2;3H\e[4J", "abcde\nfghij\nklmno")]
    [Sequence("CSI Ps K", "ECMA-48 8.3.41 EL")]
    [InlineData("\e[2;3H\e[K", "abcde\nfg\nklmno")]
    [InlineData("\e[2;3H\e[1K", "abcde\n   ij\nklmno")]
    [InlineData("\e[2;3H\e[2K", "abcde\n\nklmno")]
    [Sequence("CSI Ps X", "ECMA-48 8.3.38 ECH")]
    [InlineData("\e[2;3H\e[X", "abcde\nfg ij\nklmno")]
    [InlineData("\e[2;3H\e[2X", "abcde\nfg  j\nklmno")]
    [InlineData("\e[2;3H\e[99X", "abcde\nfg\nklmno")]
    [Sequence("CSI Ps @", "ECMA-48 8.3.64 ICH")]
    [InlineData("\e[2;3H\e[@", "abcde\nfg hi\nklmno")]
    [InlineData("\e[2;3H\e[99@", "abcde\nfg\nklmno")]
    [InlineData("\e[?69h\e[2;4s\e[2;3H\e[@", "abcde\nfg hj\nklmno")]
    [InlineData("\e[?69h\e[2;4s\e[2;5H\e[@", "abcde\nfghij\nklmno")]
    [Sequence("CSI Ps P", "ECMA-48 8.3.26 DCH")]
    [InlineData("\e[2;3H\e[P", "abcde\nfgij\nklmno")]
    [InlineData("\e[2;3H\e[99P", "abcde\nfg\nklmno")]
    [InlineData("\e[?69h\e[2;4s\e[2;3H\e[P", "abcde\nfgi j\nklmno")]
    [Sequence("CSI Ps L", "ECMA-48 8.3.67 IL; DEC STD 070: within the margins")]
    [InlineData("\e[2;3H\e[L", "abcde\n\nfghij")]
    [InlineData("\e[2;3H\e[99L", "abcde")]
    [InlineData("\e[1;2r\e[1;3H\e[L", "\nabcde\nklmno")]
    [InlineData("\e[1;2r\e[3;3H\e[L", "abcde\nfghij\nklmno")]
    [InlineData("\e[?69h\e[2;4s\e[2;3H\e[L", "abcde\nf   j\nkghio")]
    [Sequence("CSI Ps M", "ECMA-48 8.3.32 DL; DEC STD 070: within the margins")]
    [InlineData("\e[2;3H\e[M", "abcde\nklmno")]
    [InlineData("\e[1;2r\e[1;3H\e[M", "fghij\n\nklmno")]
    [InlineData("\e[?69h\e[2;4s\e[2;3H\e[M", "abcde\nflmnj\nk   o")]
    [Sequence("CSI Ps ' }", "VT420 DECIC")]
    [InlineData("\e[2;3H\e['}", "ab cd\nfg hi\nkl mn")]
    [InlineData("\e[1;2r\e[2;3H\e[2'}", "ab  c\nfg  h\nklmno")]
    [InlineData("\e[1;2r\e[3;3H\e['}", "abcde\nfghij\nklmno")]
    [Sequence("CSI Ps ' ~", "VT420 DECDC")]
    [InlineData("\e[2;3H\e['~", "abde\nfgij\nklno")]
    [InlineData("\e[?69h\e[2;4s\e[2;3H\e['~", "abd e\nfgi j\nkln o")]
    [Sequence("ESC # 8", "DEC STD 070 DECALN")]
    [InlineData("\e[2;3r\e#8", "EEEEE\nEEEEE\nEEEEE")]
    public void The_text_is_what_is_left(string text, string screen) => Assert.Equal(screen, Having(Full + text, 5, 3).Text);

    [Fact]
    public void IL_and_DL_go_to_the_left_margin()
    {
        Assert.Equal((2, 1), Having("\e[2;3H\e[L", 5, 3).Cursor);
        Assert.Equal((2, 2), Having("\e[?69h\e[2;4s\e[2;3H\e[M", 5, 3).Cursor);
    }

    [Fact]
    public void ED_3_leaves_the_screen_and_ED_2_the_scrollback()
    {
        var terminal = Having("a\r\nb\r\nc", 5, 2);

        Assert.Equal(1, terminal.Write("\e[2J").Emulator.ScrollbackLines);
        Assert.Equal(0, terminal.Write("\e[3J").Emulator.ScrollbackLines);
    }

    [Theory]
    [InlineData("\e[44m\e[2J")]
    [InlineData("\e[44m\e[K")]
    [InlineData("\e[44m\e[3X")]
    [InlineData("abc\r\e[44m\e[@")]
    [InlineData("\e[44m\e[L")]
    [InlineData("\e[44m\e[H\eM")]
    public void What_is_erased_takes_the_background_and_nothing_else(string text)
    {
        // xterm: background colour erase (terminfo bce).
        var style = Having("\e[1;4;31m" + text, 5, 3).Style(1, 1);

        Assert.Equal(new Style { Background = Color.Palette(4) }, style);
    }

    [Fact]
    [Sequence("CSI ? Ps J", "VT510 DECSED")]
    [Sequence("CSI ? Ps K", "VT510 DECSEL")]
    public void Selective_erasing_passes_over_what_is_protected()
    {
        Assert.Equal("  cd", Having("ab\e[1\"qcd\e[0\"qef\e[?2K").Text);
        Assert.Equal("  cd", Having("ab\e[1\"qcd\e[2\"qef\r\ngh\e[?2J").Text);
        Assert.Equal("ab", Having("ab\e[0\"qef\e[1;3H\e[?K").Text);
        Assert.Equal("", Having("ab\e[1\"qcd\e[2J").Text);
    }

    [Theory]
    [Sequence("CSI Ps b", "ECMA-48 8.3.103 REP")]
    [InlineData("x\e[3b", "xxxx")]
    [InlineData("漢\e[b", "漢漢")]
    [InlineData("\e(0q\e[2b", "───")]
    [InlineData("x\e[31m\e[3b", "x")]
    [InlineData("x\r\n\e[3b", "x")]
    [InlineData("abcd\e[3b", "abcdd\ndd")]
    [InlineData("x\e[99999b", "xxxxx\nxxxxx\nxxxxx")]
    public void REP_repeats_the_last_character_when_nothing_came_between(string text, string screen) => Assert.Equal(screen, Having(text, 5, 3).Text);

    [Theory]
    [InlineData("漢字\e[1;2Hx", " x字")]
    [InlineData("漢字\e[1;3Hx", "漢x")]
    [InlineData("漢字\e[1;2H\e[X", "  字")]
    [InlineData("漢字\e[1;2H\e[P", " 字")]
    [InlineData("漢字\e[1;2H\e[@", "   字")]
    [InlineData("漢字\e[1;4H\e[K", "漢")]
    [InlineData("漢字\e[1;1Hab", "ab字")]
    public void Half_of_a_wide_character_is_no_character(string text, string screen) => Assert.Equal(screen, Having(text, 10, 3).Text);
}
