using Dispatch.Terminal.Unicode;

namespace Dispatch.Terminal.Tests.Unicode;

public sealed class CharacterWidthTests
{
    [Theory]
    [InlineData(0x41)]
    [InlineData(0xad)] // soft hyphen: Kuhn's wcwidth
    [InlineData(0xe9)]
    [InlineData(0x600)] // ARABIC NUMBER SIGN: a format character that is drawn
    [InlineData(0x903)] // a spacing mark
    [InlineData(0x2026)] // ambiguous
    [InlineData(0x2500)] // ambiguous
    [InlineData(0x2764)] // an emoji that is text unless U+FE0F follows
    [InlineData(0xe0b0)] // private use
    [InlineData(0xff71)] // halfwidth
    [InlineData(0xfffd)]
    [InlineData(0x1f1e9)] // regional indicator
    [InlineData(0x1fbff)]
    [InlineData(0x10fffd)] // private use
    public void One_column(int codePoint) => Assert.Equal(1, CharacterWidth.Of(codePoint));

    [Theory]
    [InlineData(0x1100)] // a leading Hangul consonant
    [InlineData(0x231a)] // Emoji_Presentation
    [InlineData(0x2630)] // wide since Unicode 16
    [InlineData(0x3000)] // fullwidth
    [InlineData(0x4e00)]
    [InlineData(0x9fff)]
    [InlineData(0xac00)]
    [InlineData(0xff01)] // fullwidth
    [InlineData(0x17000)]
    [InlineData(0x1f3fd)] // a skin tone by itself
    [InlineData(0x1f600)]
    [InlineData(0x20000)]
    [InlineData(0x2fffd)] // unassigned, in a plane for ideographs
    [InlineData(0x3fffd)]
    public void Two_columns(int codePoint) => Assert.Equal(2, CharacterWidth.Of(codePoint));

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x1b)]
    [InlineData(0x9b)]
    [InlineData(0x301)] // Mn
    [InlineData(0x488)] // Me
    [InlineData(0x1160)] // a Hangul vowel
    [InlineData(0x11ff)]
    [InlineData(0xd7b0)]
    [InlineData(0x200b)] // zero width space
    [InlineData(0x200d)] // zero width joiner
    [InlineData(0x202e)] // Cf
    [InlineData(0x20e3)] // the keycap
    [InlineData(0x3099)] // a mark, though East Asian Wide
    [InlineData(0xfe0e)]
    [InlineData(0xfe0f)]
    [InlineData(0xfeff)]
    [InlineData(0xe0020)] // a tag
    [InlineData(0xe0100)]
    public void No_column(int codePoint) => Assert.Equal(0, CharacterWidth.Of(codePoint));

    [Fact]
    public void What_is_unassigned_outside_the_blocks_for_ideographs_takes_one_column() =>
        Assert.Equal([1, 1, 1], new[] { 0x378, 0x1f8ff, 0xeffff }.Select(CharacterWidth.Of));
}
