using static Dispatch.Terminal.Tests.TestTerminal;

namespace Dispatch.Terminal.Tests.Sequences;

public sealed class StateTests
{
    private const string Everything =
        "\e[2;4r\e[?69h\e[2;8s\e[1;4;31;44m\e(0\e)0\u000e\e[4h\e[20h\e[?1;5;6;45;66;67;1000;1006;1004;2004;2026;2027;2031h\e[?7;25;1007l\e[5 q\e[>4;2m\e[>5u"
        + "\e[3g\e7\e[#{\e[2*x\e[1\"q\e]0;title\a\e]4;1;#123456\a\e]10;#123456\a\e[?1s\e[22t";

    [Fact]
    [Sequence("ESC c", "ECMA-48 8.3.105 RIS; DEC STD 070")]
    public void RIS_is_as_at_the_start()
    {
        var terminal = Having("text" + Everything + "\ec", 20, 6);

        Assert.Equal(StateText.Of(new TestTerminal(20, 6).Emulator), StateText.Of(terminal.Emulator));
    }

    [Fact]
    public void RIS_shows_the_main_screen_and_keeps_the_scrollback()
    {
        var terminal = Having("a\r\nb\r\nc\e[?1049h\ec", 5, 2);

        Assert.Equal("", terminal.Text);
        Assert.False(terminal.Emulator.AlternateScreen);
        Assert.Equal("a", terminal.Row(-1));
    }

    [Fact]
    [Sequence("CSI ! p", "VT510 DECSTR; xterm ctlseqs")]
    public void DECSTR_leaves_text_cursor_and_what_is_not_drawing()
    {
        var terminal = Having("text\e[3;3H\e[2;4r\e[?69h\e[3;3H\e[1;31m\e(0\e[4h\e[?1;6;66;2004h\e[?25l\e[5 q\e7\e[!p", 20, 6);

        Assert.Equal("text", terminal.Text);
        Assert.True(terminal.Emulator.Modes is { ApplicationCursor: false, ApplicationKeypad: false, CursorVisible: true, BracketedPaste: true });
        Assert.Equal(default, terminal.Write("\e8q").Style(1, 1));
        Assert.Equal("qext", terminal.Text);
        Assert.Equal("\eP1$r1;6r\e\\", terminal.Write("\eP$qr\e\\").Replies);
    }

    [Fact]
    [Sequence("CSI Pm # {", "xterm ctlseqs: XTPUSHSGR")]
    [Sequence("CSI # }", "xterm ctlseqs: XTPOPSGR")]
    public void Attributes_are_pushed_and_popped()
    {
        var terminal = Having("\e[1m\e[#{\e[0;31m\e[#{\e[0ma\e[#}b\e[#}c\e[#}d");

        Assert.Equal(default, terminal.Style(1, 1));
        Assert.Equal(Color.Palette(1), terminal.Style(1, 2).Foreground);
        Assert.True(terminal.Style(1, 3).Bold);
        Assert.True(terminal.Style(1, 4).Bold);
    }
}
