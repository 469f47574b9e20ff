using static Dispatch.Terminal.Tests.TestTerminal;

namespace Dispatch.Terminal.Tests.Sequences;

public sealed class CursorTests
{
    /// <summary>Lines 3 to 6 and columns 4 to 8, the cursor at line 5, column 6.</summary>
    private const string Margins = "\e[3;6r\e[?69h\e[4;8s", Within = Margins + "\e[5;6H";

    [Theory]
    [Sequence("CSI Ps A", "ECMA-48 8.3.22 CUU; DEC STD 070: to the top margin")]
    [InlineData("\e[5;5H\e[A", 4, 5)]
    [InlineData("\e[5;5H\e[0A", 4, 5)]
    [InlineData("\e[5;5H\e[2A", 3, 5)]
    [InlineData("\e[5;5H\e[99A", 1, 5)]
    [InlineData(Within + "\e[99A", 3, 6)]
    [InlineData(Margins + "\e[2;5H\e[99A", 1, 5)]
    [Sequence("CSI Ps B", "ECMA-48 8.3.19 CUD; DEC STD 070: to the bottom margin")]
    [InlineData("\e[5;5H\e[B", 6, 5)]
    [InlineData("\e[5;5H\e[99B", 10, 5)]
    [InlineData(Within + "\e[99B", 6, 6)]
    [InlineData(Margins + "\e[7;5H\e[99B", 10, 5)]
    [Sequence("CSI Ps C", "ECMA-48 8.3.20 CUF; DEC STD 070: to the right margin")]
    [InlineData("\e[5;5H\e[C", 5, 6)]
    [InlineData("\e[5;5H\e[99C", 5, 20)]
    [InlineData(Within + "\e[99C", 5, 8)]
    [InlineData(Margins + "\e[5;9H\e[99C", 5, 20)]
    [Sequence("CSI Ps D", "ECMA-48 8.3.18 CUB; DEC STD 070: to the left margin")]
    [InlineData("\e[5;5H\e[D", 5, 4)]
    [InlineData("\e[5;5H\e[99D", 5, 1)]
    [InlineData(Within + "\e[99D", 5, 4)]
    [InlineData(Margins + "\e[5;3H\e[99D", 5, 1)]
    [Sequence("CSI Ps E", "ECMA-48 8.3.12 CNL")]
    [InlineData("\e[5;5H\e[2E", 7, 1)]
    [InlineData(Within + "\e[99E", 6, 4)]
    [Sequence("CSI Ps F", "ECMA-48 8.3.13 CPL")]
    [InlineData("\e[5;5H\e[2F", 3, 1)]
    [InlineData(Within + "\e[99F", 3, 4)]
    [Sequence("CSI Ps G", "ECMA-48 8.3.9 CHA")]
    [InlineData("\e[5;5H\e[7G", 5, 7)]
    [InlineData("\e[5;5H\e[99G", 5, 20)]
    [InlineData(Within + "\e[?6h\e[2G", 3, 5)]
    [Sequence("CSI Ps `", "ECMA-48 8.3.57 HPA")]
    [InlineData("\e[5;5H\e[7`", 5, 7)]
    [Sequence("CSI Ps a", "ECMA-48 8.3.59 HPR; xterm: over the margin")]
    [InlineData("\e[5;5H\e[3a", 5, 8)]
    [InlineData(Within + "\e[99a", 5, 20)]
    [Sequence("CSI Ps d", "ECMA-48 8.3.158 VPA")]
    [InlineData("\e[5;5H\e[7d", 7, 5)]
    [InlineData(Within + "\e[?6h\e[2;2H\e[99d", 6, 5)]
    [Sequence("CSI Ps e", "ECMA-48 8.3.160 VPR; xterm: over the margin")]
    [InlineData("\e[5;5H\e[3e", 8, 5)]
    [InlineData(Within + "\e[99e", 10, 6)]
    [Sequence("CSI Ps ; Ps H", "ECMA-48 8.3.21 CUP; DEC STD 070: origin mode")]
    [InlineData("\e[5;5H\e[H", 1, 1)]
    [InlineData("\e[4;7H", 4, 7)]
    [InlineData("\e[;7H", 1, 7)]
    [InlineData("\e[99;99H", 10, 20)]
    [InlineData(Within + "\e[?6h\e[1;1H", 3, 4)]
    [InlineData(Within + "\e[?6h\e[99;99H", 6, 8)]
    [Sequence("CSI Ps ; Ps f", "ECMA-48 8.3.63 HVP")]
    [InlineData("\e[4;7f", 4, 7)]
    public void The_cursor_goes_where_it_should(string text, int row, int col) =>
        Assert.Equal((row, col), Having(text, cols: 20, rows: 10).Cursor);

    [Theory]
    [Sequence("CSI Ps I", "ECMA-48 8.3.10 CHT")]
    [InlineData("\e[I", 9)]
    [InlineData("\e[3I", 25)]
    [InlineData("\e[99I", 40)]
    [Sequence("CSI Ps Z", "ECMA-48 8.3.7 CBT")]
    [InlineData("\e[1;20H\e[Z", 17)]
    [InlineData("\e[1;20H\e[2Z", 9)]
    [InlineData("\e[1;20H\e[99Z", 1)]
    [Sequence("ESC H", "ECMA-48 8.3.62 HTS")]
    [InlineData("\e[1;4H\eH\r\t", 4)]
    [Sequence("CSI Ps g", "ECMA-48 8.3.154 TBC")]
    [InlineData("\e[1;9H\e[g\r\t", 17)]
    [InlineData("\e[1;9H\e[0g\r\t", 17)]
    [InlineData("\e[3g\t", 40)]
    [Sequence("CSI ? 5 W", "VT510 DECST8C")]
    [InlineData("\e[3g\e[?5W\t", 9)]
    public void Tab_stops_lead_the_cursor(string text, int col) => Assert.Equal((1, col), Having(text, cols: 40).Cursor);

    [Fact]
    [Sequence("ESC D", "DEC STD 070 IND")]
    public void IND_goes_down_and_scrolls_at_the_bottom_margin()
    {
        Assert.Equal("a\nc\n\nd", Having("a\r\nb\r\nc\r\nd\e[2;3r\e[3;1H\eD", 5, 4).Text);
        Assert.Equal((4, 3), Having("\e[3;3H\eD", 5, 4).Cursor);
    }

    [Fact]
    [Sequence("ESC E", "ECMA-48 8.3.86 NEL; DEC STD 070")]
    public void NEL_begins_the_next_line() => Assert.Equal("b\nc", Having("a\eEb\eEc", 5, 2).Text);

    [Fact]
    [Sequence("ESC M", "ECMA-48 8.3.104 RI; DEC STD 070")]
    public void RI_goes_up_and_scrolls_at_the_top_margin()
    {
        Assert.Equal("a\n\nb\nd", Having("a\r\nb\r\nc\r\nd\e[2;3r\e[2;1H\eM", 5, 4).Text);
        Assert.Equal((2, 3), Having("\e[3;3H\eM", 5, 4).Cursor);
    }

    [Fact]
    [Sequence("ESC 6", "VT420 DECBI")]
    public void DECBI_goes_left_and_moves_the_text_right_at_the_margin()
    {
        Assert.Equal((1, 3), Having("abcd\e[1;4H\e6").Cursor);
        Assert.Equal("ab c\nef g", Having("abcd\r\nefgh\e[?69h\e[3;4s\e[1;3H\e6", 8, 2).Text);
    }

    [Fact]
    [Sequence("ESC 9", "VT420 DECFI")]
    public void DECFI_goes_right_and_moves_the_text_left_at_the_margin()
    {
        Assert.Equal((1, 5), Having("abcd\e[1;4H\e9").Cursor);
        Assert.Equal("b cd\nf gh", Having("abcd\r\nefgh\e[?69h\e[1;2s\e[1;2H\e9", 8, 2).Text);
    }

    [Fact]
    [Sequence("ESC 7", "DEC STD 070 DECSC; VT510 DECSC")]
    [Sequence("ESC 8", "DEC STD 070 DECRC; VT510 DECRC")]
    public void DECSC_and_DECRC_keep_place_look_sets_and_origin()
    {
        var terminal = Having("\e[2;5r\e[?6h\e[2;3H\e[1;31m\e(0\e7\e[?6l\e[m\e(B\e[9;9H\e8q", cols: 20, rows: 10);

        Assert.Equal("\n\n  ─", terminal.Text);
        Assert.True(terminal.Style(3, 3) is { Bold: true, Foreground.Index: 1 });
        Assert.Equal("\e[?6;1$y", terminal.Write("\e[?6$p").Replies);
    }

    [Fact]
    public void DECRC_without_DECSC_goes_home_with_everything_as_at_the_start()
    {
        var terminal = Having("\e[5;5H\e[31m\e(0\e8q");

        Assert.Equal("q", terminal.Text);
        Assert.Equal(default, terminal.Style(1, 1));
    }

    [Fact]
    [Sequence("CSI u", "xterm ctlseqs: SCORC")]
    [Sequence("CSI Pl ; Pr s", "xterm ctlseqs: SCOSC without mode 69")]
    public void SCOSC_and_SCORC_keep_the_place() => Assert.Equal((3, 4), Having("\e[3;4H\e[s\e[H\e[u").Cursor);

    [Theory]
    [InlineData("abcde\bx", "abcxe")]
    [InlineData("abcdex", "abcde\nx")]
    [InlineData("abcde\rx", "xbcde")]
    [InlineData("abcde\e[Cx", "abcdx")]
    [InlineData("abcde\e[5Gx", "abcdx")]
    [InlineData("abcde\e[mx", "abcde\nx")]
    [InlineData("abcde\e[Kx", "abcdx")]
    public void The_wrap_behind_the_last_column_waits_for_the_next_character(string text, string screen) =>
        Assert.Equal(screen, Having(text, 5, 3).Text);
}
