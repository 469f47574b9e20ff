using static Dispatch.Terminal.Tests.TestTerminal;

namespace Dispatch.Terminal.Tests.Sequences;

/// <summary>Every answer, to the byte.</summary>
public sealed class ReportTests
{
    [Theory]
    [Sequence("CSI Ps c", "ECMA-48 8.3.24 DA; VT510 DA1")]
    [InlineData("\e[c", "\e[?62;22c")]
    [InlineData("\e[0c", "\e[?62;22c")]
    [InlineData("\e[1c", "")]
    [Sequence("CSI > Ps c", "VT510 DA2; xterm ctlseqs")]
    [InlineData("\e[>c", "\e[>0;276;0c")]
    [Sequence("CSI = Ps c", "VT510 DA3")]
    [InlineData("\e[=c", "\eP!|00000000\e\\")]
    [Sequence("ESC Z", "VT510 DECID")]
    [InlineData("\eZ", "\e[?62;22c")]
    [Sequence("CSI Ps n", "ECMA-48 8.3.35 DSR, 8.3.14 CPR")]
    [InlineData("\e[5n", "\e[0n")]
    [InlineData("\e[3;4H\e[6n", "\e[3;4R")]
    [InlineData("0123456789\e[6n", "\e[1;10R")]
    [InlineData("\e[7n", "")]
    [Sequence("CSI ? Ps n", "VT510 DSR: DECXCPR, printer, keys, keyboard, locator; Contour: VT extensions")]
    [InlineData("\e[3;4H\e[?6n", "\e[?3;4R")]
    [InlineData("\e[?15n", "\e[?13n")]
    [InlineData("\e[?25n", "\e[?21n")]
    [InlineData("\e[?26n", "\e[?27;1;0;0n")]
    [InlineData("\e[?53n\e[?55n", "\e[?53n\e[?53n")]
    [InlineData("\e[?996n", "\e[?997;1n")]
    [Sequence("CSI Ps x", "VT100 User Guide DECREQTPARM")]
    [InlineData("\e[x", "\e[2;1;1;128;128;1;0x")]
    [InlineData("\e[1x", "\e[3;1;1;128;128;1;0x")]
    [InlineData("\e[2x", "")]
    [Sequence("CSI > Ps q", "xterm ctlseqs: XTVERSION")]
    [InlineData("\e[>q", "\eP>|Dispatch\e\\")]
    [InlineData("\e[>1q", "")]
    [Sequence("CSI Ps ; Ps ; Ps t", "xterm ctlseqs: XTWINOPS")]
    [InlineData("\e[11t", "\e[1t")]
    [InlineData("\e[18t", "\e[8;5;10t")]
    [InlineData("\e[19t", "\e[9;5;10t")]
    [InlineData("\e]2;secret\a\e[20t", "\e]L\e\\")]
    [InlineData("\e]2;secret\a\e[21t", "\e]l\e\\")]
    [InlineData("\e[8;99;99t", "")]
    public void A_question_has_its_answer(string question, string answer) => Assert.Equal(answer, Having(question, 10, 5).Replies);

    [Fact]
    [Sequence("CSI ? u", "Kitty keyboard protocol: detection")]
    public void Keyboard_flags_are_told_only_when_whoever_sends_the_keys_knows_them()
    {
        Assert.Equal("", Having("\e[>5u\e[?u").Replies);
        Assert.Equal("\e[?5u", Having("\e[>5u\e[?u", options: new EmulatorOptions { KittyKeyboard = true }).Replies);
    }

    [Fact]
    public void Light_colours_are_told_from_dark_ones()
    {
        var light = new DefaultColors(Color.Rgb(0, 0, 0), Color.Rgb(255, 255, 255), Color.Rgb(0, 0, 0));

        Assert.Equal("\e[?997;2n", Having("\e[?996n", options: new EmulatorOptions { Colors = light }).Replies);
    }

    [Fact]
    public void Titles_are_pushed_and_popped()
    {
        var terminal = Having("\e]0;one\a\e[22;0t\e]2;two\a");
        Assert.Equal("two", terminal.Emulator.Title);

        terminal.Write("\e[23;0t");
        Assert.Equal(("one", "one"), (terminal.Emulator.Title, terminal.Emulator.IconName));
        Assert.Equal("one", terminal.Write("\e[23t").Emulator.Title);
    }

    [Fact]
    [Sequence("CSI Pi ; Pg ; Pt ; Pl ; Pb ; Pr * y", "VT420 DECRQCRA; xterm ctlseqs")]
    public void A_checksum_is_told_by_permission_alone()
    {
        Assert.Equal("", Having("A\e[1;1;1;1;1;1*y").Replies);
        Assert.Equal("\eP1!~FFBF\e\\", Having("A\e[1;1;1;1;1;1*y", options: new EmulatorOptions { AllowChecksum = true }).Replies);
    }

    [Fact]
    public void Nobody_is_answered_and_nobody_hears_while_a_screen_is_restored()
    {
        var terminal = new TestTerminal();

        terminal.Emulator.Restore("\e[c\e[6n\e]0;title\a\a\e]11;?\a"u8);

        Assert.Equal("", terminal.Replies);
        Assert.Empty(terminal.Heard.Events);
        Assert.Equal("title", terminal.Emulator.Title);
    }
}
