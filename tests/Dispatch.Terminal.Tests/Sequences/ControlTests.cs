using static Dispatch.Terminal.Tests.TestTerminal;

namespace Dispatch.Terminal.Tests.Sequences;

public sealed class ControlTests
{
    [Fact]
    [Sequence("BEL 07", "ECMA-48 8.3.3 BEL")]
    public void BEL_rings_and_moves_nothing()
    {
        var terminal = Having("ab\a");

        Assert.Equal(["bell"], terminal.Heard.Events);
        Assert.Equal((1, 3), terminal.Cursor);
    }

    [Fact]
    [Sequence("BS 08", "ECMA-48 8.3.5 BS")]
    public void BS_goes_one_to_the_left_and_stays_in_the_line()
    {
        Assert.Equal("ax", Having("ab\bx").Text);
        Assert.Equal((2, 1), Having("ab\r\nc\b\b\b").Cursor);
    }

    [Theory]
    [Sequence("HT 09", "ECMA-48 8.3.60 HT")]
    [InlineData("\t", 9)]
    [InlineData("abcdefg\t", 9)]
    [InlineData("abcdefgh\t", 17)]
    [InlineData("\t\t\t\t", 20)]
    public void HT_goes_to_the_next_stop_and_not_beyond_the_last_column(string text, int col) =>
        Assert.Equal((1, col), Having(text, cols: 20).Cursor);

    [Fact]
    [Sequence("LF 0A", "ECMA-48 8.3.74 LF; DEC STD 070")]
    public void LF_goes_down_in_the_same_column_and_scrolls_at_the_end()
    {
        var terminal = Having("a\nb\nc", 5, 2);

        Assert.Equal(" b\n  c", terminal.Text);
        Assert.Equal("a", terminal.Row(-1));
    }

    [Theory]
    [Sequence("VT 0B", "VT510 4.3: as LF")]
    [Sequence("FF 0C", "VT510 4.3: as LF")]
    [InlineData("a\vb")]
    [InlineData("a\fb")]
    public void VT_and_FF_are_LF(string text) => Assert.Equal("a\n b", Having(text).Text);

    [Fact]
    [Sequence("CR 0D", "ECMA-48 8.3.15 CR; xterm: the left margin")]
    public void CR_goes_to_the_first_column_or_the_left_margin()
    {
        Assert.Equal("xb", Having("ab\rx").Text);
        Assert.Equal((1, 4), Having("\e[?69h\e[4;8s\e[1;6H\r").Cursor);
        Assert.Equal((1, 1), Having("\e[?69h\e[4;8s\e[1;2H\r").Cursor);
    }

    [Fact]
    [Sequence("SO 0E", "ECMA-35 7.3.1 LS1 (SO)")]
    [Sequence("SI 0F", "ECMA-35 7.3.1 LS0 (SI)")]
    public void SO_and_SI_lock_G1_and_G0() => Assert.Equal("─q", Having("\e)0\u000eq\u000fq").Text);

    [Theory]
    [Sequence("CAN 18", "ECMA-48 8.3.6 CAN; DEC STD 070")]
    [Sequence("SUB 1A", "VT510 4.3 SUB")]
    [InlineData("\u0018")]
    [InlineData("\u001a")]
    public void CAN_and_SUB_end_a_sequence_without_running_it(string control)
    {
        Assert.Equal("a5Cb", Having($"a\e[{control}5Cb").Text);
        Assert.Equal("", Having($"\e]0;title{control}\a").Emulator.Title);
    }

    [Fact]
    public void A_control_within_a_sequence_is_run_at_once() => Assert.Equal("a\n   b", Having("a\e[2\nCb").Text);

    [Fact]
    public void DEL_and_NUL_are_passed_over() => Assert.Equal("ab", Having("a\u007f\0b").Text);

    [Fact]
    public void An_unknown_sequence_is_passed_over_whole() => Assert.Equal("ab", Having("a\e[1;2;3%y\e[99z\e&x\e[?1;2$wb").Text);
}
