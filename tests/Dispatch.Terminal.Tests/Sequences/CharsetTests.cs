using static Dispatch.Terminal.Tests.TestTerminal;

namespace Dispatch.Terminal.Tests.Sequences;

public sealed class CharsetTests
{
    [Theory]
    [Sequence("ESC ( 0", "ECMA-35 14.3.2; VT100 User Guide table 3-9")]
    [InlineData("\e(0lqk~`a", "┌─┐·◆▒")]
    [Sequence("ESC ( A", "ECMA-35 14.3.2; VT100 User Guide: United Kingdom")]
    [InlineData("\e(A#a", "£a")]
    [Sequence("ESC ( B", "ECMA-35 14.3.2; ASCII")]
    [InlineData("\e(0q\e(Bq", "─q")]
    [Sequence("ESC ) 0", "ECMA-35 14.3.2")]
    [Sequence("ESC ) A", "ECMA-35 14.3.2")]
    [Sequence("ESC ) B", "ECMA-35 14.3.2")]
    [InlineData("\e)0q\u000eq\e)A#\e)Bq#", "q─£q#")]
    [Sequence("ESC * 0", "ECMA-35 14.3.2")]
    [Sequence("ESC * A", "ECMA-35 14.3.2")]
    [Sequence("ESC * B", "ECMA-35 14.3.2")]
    [Sequence("ESC n", "ECMA-35 7.3.1 LS2")]
    [InlineData("\e*0q\enq\e*A#\e*Bq#\u000fq", "q─£q#q")]
    [Sequence("ESC + 0", "ECMA-35 14.3.2")]
    [Sequence("ESC + A", "ECMA-35 14.3.2")]
    [Sequence("ESC + B", "ECMA-35 14.3.2")]
    [Sequence("ESC o", "ECMA-35 7.3.1 LS3")]
    [InlineData("\e+0q\eoq\e+A#\e+Bq#\u000fq", "q─£q#q")]
    [Sequence("ESC N", "ECMA-48 8.3.141 SS2")]
    [InlineData("\e*0\eNqq", "─q")]
    [Sequence("ESC O", "ECMA-48 8.3.142 SS3")]
    [InlineData("\e+0\eOqq", "─q")]
    [Sequence("ESC % G", "ECMA-35 15.4")]
    [InlineData("\e%Gä", "ä")]
    [InlineData("\e(0漢ä", "漢ä")]
    public void A_set_stands_for_its_characters(string text, string screen) => Assert.Equal(screen, Having(text).Text);

    [Fact]
    public void Bad_UTF8_is_shown_as_replacement_characters_one_for_each_longest_part() =>
        Assert.Equal("a�b��c���d", new TestTerminal().Write([(byte)'a', 0xE6, 0xBC, (byte)'b', 0xFF, 0xC0, (byte)'c', 0xED, 0xA0, 0x80, (byte)'d']).Text);
}
