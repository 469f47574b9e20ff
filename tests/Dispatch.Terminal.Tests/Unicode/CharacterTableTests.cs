using System.Security.Cryptography;
using Dispatch.Terminal.Unicode;

namespace Dispatch.Terminal.Tests.Unicode;

public sealed class CharacterTableTests
{
    [Fact]
    public void It_says_of_every_code_point_what_the_page_says()
    {
        var properties = new byte[0x110000];
        for (var codePoint = 0; codePoint < properties.Length; codePoint++) properties[codePoint] = CharacterTable.Of(codePoint);

        Assert.Equal(CharacterTable.Hash, Convert.ToHexStringLower(SHA256.HashData(properties)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0x110000)]
    public void What_is_no_code_point_is_refused(int number) =>
        Assert.Throws<IndexOutOfRangeException>(() => CharacterTable.Of(number));
}
