using static Dispatch.Terminal.Tests.TestTerminal;

namespace Dispatch.Terminal.Tests.Sequences;

public sealed class ColorTests
{
    [Theory]
    [Sequence("OSC 4 ; Ps ; Pt ST", "xterm ctlseqs; XParseColor")]
    [InlineData("\e]4;1;?\a", "\e]4;1;rgb:cdcd/0000/0000\a")]
    [InlineData("\e]4;1;?\e\\", "\e]4;1;rgb:cdcd/0000/0000\e\\")]
    [InlineData("\e]4;1;rgb:12/34/56\a\e]4;1;?\a", "\e]4;1;rgb:1212/3434/5656\a")]
    [InlineData("\e]4;1;#f00;2;#00ff00\a\e]4;1;?;2;?\a", "\e]4;1;rgb:f0f0/0000/0000\a\e]4;2;rgb:0000/ffff/0000\a")]
    [InlineData("\e]4;1;rgb:f/8/0\a\e]4;1;?\a", "\e]4;1;rgb:ffff/8888/0000\a")]
    [InlineData("\e]4;1;rgb:ffff/8000/0\a\e]4;1;?\a", "\e]4;1;rgb:ffff/8080/0000\a")]
    [InlineData("\e]4;256;?\a\e]4;x;?\a\e]4;1;nonsense\a", "")]
    [InlineData("\e]4;16;?;231;?;232;?\a", "\e]4;16;rgb:0000/0000/0000\a\e]4;231;rgb:ffff/ffff/ffff\a\e]4;232;rgb:0808/0808/0808\a")]
    [Sequence("OSC 104 ; Ps ST", "xterm ctlseqs")]
    [InlineData("\e]4;1;#fff;2;#fff\a\e]104;1\a\e]4;1;?;2;?\a", "\e]4;1;rgb:cdcd/0000/0000\a\e]4;2;rgb:f0f0/f0f0/f0f0\a")]
    [InlineData("\e]4;1;#fff\a\e]104\a\e]4;1;?\a", "\e]4;1;rgb:cdcd/0000/0000\a")]
    [Sequence("OSC 10 ; Pt ST", "xterm ctlseqs: dynamic colours")]
    [InlineData("\e]10;?\a", "\e]10;rgb:e6e6/e6e6/e6e6\a")]
    [InlineData("\e]10;#123456;#654321;#abcdef\a\e]10;?;?;?\a", "\e]10;rgb:1212/3434/5656\a\e]11;rgb:6565/4343/2121\a\e]12;rgb:abab/cdcd/efef\a")]
    [Sequence("OSC 11 ; Pt ST", "xterm ctlseqs: dynamic colours")]
    [InlineData("\e]11;?\e\\", "\e]11;rgb:1212/1414/1717\e\\")]
    [Sequence("OSC 12 ; Pt ST", "xterm ctlseqs: dynamic colours")]
    [InlineData("\e]12;#102030\a\e]12;?\a", "\e]12;rgb:1010/2020/3030\a")]
    [Sequence("OSC 110 ST", "xterm ctlseqs: dynamic colours")]
    [InlineData("\e]10;#fff\a\e]110\a\e]10;?\a", "\e]10;rgb:e6e6/e6e6/e6e6\a")]
    [Sequence("OSC 111 ST", "xterm ctlseqs: dynamic colours")]
    [InlineData("\e]11;#fff\a\e]111\a\e]11;?\a", "\e]11;rgb:1212/1414/1717\a")]
    [Sequence("OSC 112 ST", "xterm ctlseqs: dynamic colours")]
    [InlineData("\e]12;#fff\a\e]112\a\e]12;?\a", "\e]12;rgb:e6e6/e6e6/e6e6\a")]
    public void Colours_are_set_and_told(string text, string answer) => Assert.Equal(answer, Having(text).Replies);
}
