using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Dispatch.Terminal.Tests.Rendering;

public sealed class ScreenTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a   \r\n\r\n  b \e[44m  \e[m\r\n\r\n", "a\n\n  b\n")]
    [InlineData("世界x\e[Gq", "q 界x\n")]
    [InlineData("e\u0301\e[3Cx", "e\u0301   x\n")]
    public void Lines_end_where_their_text_ends(string written, string expected) => Assert.Equal(expected, TextOf(written, new RenderOptions()));

    [Fact]
    public void Wrapped_lines_are_joined_by_request()
    {
        Assert.Equal("01234 67\n89 x\ny\n", TextOf("01234 6789 x\r\ny", new RenderOptions(), cols: 8));
        Assert.Equal("01234 6789 x\ny\n", TextOf("01234 6789 x\r\ny", new RenderOptions { JoinWrapped = true }, cols: 8));
    }

    [Fact]
    public void The_newest_of_the_scrollback_come_first()
    {
        Assert.Equal("2\n3\n4\n5\n6\n7\n", TextOf("1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7", new RenderOptions { Scrollback = 1 }));
    }

    [Fact]
    public void Json_has_runs_of_like_cells_with_their_columns()
    {
        var terminal = ScreenVtTests.Terminal(20, 2);
        terminal.Write(Encoding.UTF8.GetBytes("\e]133;C\a世 \e[1;31merror\e[48;2;1;2;3m!\r\n"));
        var bytes = new ArrayBufferWriter<byte>();
        ScreenJson.Write(terminal, new RenderOptions(), bytes);

        using var json = JsonDocument.Parse(bytes.WrittenMemory);
        Assert.Equal(
            """{"index":0,"wrapped":false,"mark":{"outputStarted":true,"command":1},"runs":[{"col":0,"columns":3,"text":"世 "},{"col":3,"columns":5,"text":"error","fg":1,"bold":true},{"col":8,"columns":1,"text":"!","fg":1,"bg":"#010203","bold":true}]}""",
            json.RootElement.GetProperty("lines")[0].GetRawText());
    }

    private static string TextOf(string written, RenderOptions options, int cols = 20)
    {
        var terminal = ScreenVtTests.Terminal(cols, 5);
        terminal.Write(Encoding.UTF8.GetBytes(written));
        var bytes = new ArrayBufferWriter<byte>();
        ScreenText.Write(terminal, options, bytes);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
