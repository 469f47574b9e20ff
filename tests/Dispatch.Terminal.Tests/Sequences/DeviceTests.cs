using static Dispatch.Terminal.Tests.TestTerminal;

namespace Dispatch.Terminal.Tests.Sequences;

public sealed class DeviceTests
{
    [Theory]
    [Sequence("DCS $ q Pt ST", "VT510 DECRQSS; xterm ctlseqs")]
    [InlineData("\eP$qm\e\\", "\eP1$r0m\e\\")]
    [InlineData("\e[1;4:3;31;48;5;200;38;2;1;2;3;58:5:9m\eP$qm\e\\", "\eP1$r0;1;4:3;38;2;1;2;3;48;5;200;58:5:9m\e\\")]
    [InlineData("\e[2;5r\eP$qr\e\\", "\eP1$r2;5r\e\\")]
    [InlineData("\eP$qr\e\\", "\eP1$r1;24r\e\\")]
    [InlineData("\e[?69h\e[3;9s\eP$qs\e\\", "\eP1$r3;9s\e\\")]
    [InlineData("\eP$q\"q\e\\\e[1\"q\eP$q\"q\e\\", "\eP1$r0\"q\e\\\eP1$r1\"q\e\\")]
    [InlineData("\eP$q\"p\e\\", "\eP1$r62;1\"p\e\\")]
    [InlineData("\e[6 q\eP$q q\e\\", "\eP1$r6 q\e\\")]
    [InlineData("\eP$q*x\e\\\e[2*x\eP$q*x\e\\", "\eP1$r1*x\e\\\eP1$r2*x\e\\")]
    [InlineData("\eP$qz\e\\", "\eP0$r\e\\")]
    [Sequence("DCS + q Pt ST", "xterm ctlseqs: XTGETTCAP")]
    [InlineData("\eP+q544e\e\\", "\eP1+r544e=787465726D2D323536636F6C6F72\e\\")]
    [InlineData("\eP+q436f;524742\e\\", "\eP1+r436f=323536\e\\\eP1+r524742=38\e\\")]
    [InlineData("\eP+q6162\e\\", "\eP0+r6162\e\\")]
    [InlineData("\eP+qxyz\e\\", "")]
    public void A_device_question_has_its_answer(string question, string answer) => Assert.Equal(answer, Having(question).Replies);

    [Theory]
    [InlineData("\eP1;2|text\e\\x")]
    [InlineData("\ePq#0;2;0;0;0~~\e\\x")]
    [InlineData("\e_Gf=24;AAAA\e\\x")]
    [InlineData("\e^private\e\\x")]
    [InlineData("\eXstring\e\\x")]
    public void Strings_that_are_not_known_are_passed_over_whole(string text) => Assert.Equal("x", Having(text).Text);
}
