using System.Text;
using Dispatch.Cli.Output;

namespace Dispatch.Cli.Tests.Output;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("one\r\ntwo\r\n", "one\ntwo\n")]
    [InlineData("no end", "no end\n")]
    [InlineData("\e[1;32mgreen\e[0m\r\n", "green\n")]
    [InlineData("\e]0;title\a$ ls\r\n", "$ ls\n")]
    [InlineData("10%\r50%\r100%\r\n", "100%\n")]
    [InlineData("lx\b \bs\r\n", "ls\n")]
    [InlineData("a\e[5Cb\r\n", "a     b\n")]
    [InlineData("hello\r\e[Kbye\r\n", "bye\n")]
    [InlineData("a\tb\r\n", "a       b\n")]
    [InlineData("abc\e[2Dx\r\n", "axc\n")]
    [InlineData("top\e[Hscreen", "top\nscreen\n")]
    [InlineData("漢字 🎉\r\n", "漢字 🎉\n")]
    [InlineData("\r\n\r\n", "\n\n")]
    [InlineData("\u009b31mred\u0007", "red\n")]
    public void Output_becomes_the_lines_that_one_would_have_seen(string output, string text) => Assert.Equal(text, Read(output));

    [Fact]
    public void Whatever_comes_in_nothing_goes_out_that_a_terminal_would_act_on()
    {
        var random = new Random(20_261_122);
        for (var round = 0; round < 500; round++)
        {
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            var text = new PlainText();
            var shown = Encoding.UTF8.GetString([.. text.Take(bytes).ToArray(), .. text.Finish().ToArray()]);
            Assert.DoesNotContain(shown, character => char.IsControl(character) && character != '\n');
        }
    }

    [Fact]
    public void Who_watches_sees_a_line_before_it_ends_and_again_when_it_was_written_over()
    {
        var text = new PlainText();
        Assert.Equal("", Encoding.UTF8.GetString(text.Take("10%"u8)));
        Assert.Equal("10%", Encoding.UTF8.GetString(text.Unfinished()));
        var next = Encoding.UTF8.GetString(text.Take("\r20%"u8)) + Encoding.UTF8.GetString(text.Unfinished());
        Assert.Equal("\n20%", next);
        Assert.Equal(" done\n", Encoding.UTF8.GetString(text.Take(" done\r\n"u8)));
    }

    [Fact]
    public void A_line_that_never_ends_is_cut() => Assert.Equal(2, Read(new string('x', 100_000)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

    private static string Read(string output)
    {
        var text = new PlainText();
        return Encoding.UTF8.GetString([.. text.Take(Encoding.UTF8.GetBytes(output)).ToArray(), .. text.Finish().ToArray()]);
    }
}
