using System.Buffers;
using System.Text;

namespace Dispatch.Terminal.Tests.Rendering;

public sealed class AllLinesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void They_are_what_a_terminal_without_bounds_would_show(int seed)
    {
        var written = Coloured(seed, lines: 3_000);
        var unbounded = ScreenVtTests.Terminal(40, 10, scrollback: int.MaxValue);
        unbounded.Write(written);
        var everything = new RenderOptions { Scrollback = int.MaxValue, Title = "title" };

        Assert.Equal(Of(everything, unbounded, ScreenText.Write), All(written, AllLines.AsText));
        Assert.Equal(Of(everything, unbounded, ScreenHtml.Write), All(written, (terminal, into) => AllLines.AsHtml(terminal, "title", into)));
    }

    [Fact]
    public void Also_beyond_the_bytes_that_a_scrollback_may_take()
    {
        var terminal = ScreenVtTests.Terminal(1000, 50, scrollback: int.MaxValue);
        var into = new ArrayBufferWriter<byte>();
        var lines = AllLines.AsText(terminal, into);
        for (var line = 0; line < 25_000; line++)
        {
            terminal.Write(Encoding.ASCII.GetBytes(new string((char)('a' + (line % 26)), 1000)));
        }

        Assert.True(terminal.ScrollbackLines < 20_000);
        lines.End();
        Assert.Equal(Enumerable.Range(0, 25_000).Select(line => (char)('a' + (line % 26))), Encoding.ASCII.GetString(into.WrittenSpan).Split('\n')[..^1].Select(line => line[500]));
    }

    [Fact]
    public void Each_is_there_once_whatever_the_sizes_were()
    {
        var random = new Random(7);
        var terminal = ScreenVtTests.Terminal(40, 10, scrollback: 30);
        var into = new ArrayBufferWriter<byte>();
        var lines = AllLines.AsText(terminal, into);
        for (var line = 1; line <= 2_000; line++)
        {
            terminal.Write(Encoding.ASCII.GetBytes($"line {line}\r\n"));
            if (line % 50 == 0)
            {
                terminal.Resize(random.Next(10, 60), random.Next(5, 60));
            }
        }

        lines.End();
        Assert.Equal(Enumerable.Range(1, 2_000).Select(line => $"line {line}"), Encoding.ASCII.GetString(into.WrittenSpan).Split('\n')[..^1]);
    }

    private static byte[] Coloured(int seed, int lines)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var line = 0; line < lines; line++)
        {
            for (var word = random.Next(6); word > 0; word--)
            {
                text.Append(random.Next(4) switch { 0 => "\e[m", 1 => $"\e[38;5;{random.Next(256)}m", 2 => "\e[1;4;44m", _ => "" });
                text.Append(random.Next(5) switch { 0 => "漢字 ", 1 => "e\u0301 ", 2 => "a <b> & ", _ => "words and more " });
            }

            text.Append(random.Next(5) == 0 ? "\r\n\r\n" : "\e[m\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string All(byte[] written, Func<Emulator, IBufferWriter<byte>, AllLines> begin)
    {
        var terminal = ScreenVtTests.Terminal(40, 10, scrollback: 20);
        var into = new ArrayBufferWriter<byte>();
        var lines = begin(terminal, into);
        foreach (var piece in written.Chunk(3_000))
        {
            terminal.Write(piece);
            lines.Flush();
        }

        lines.End();
        return Encoding.UTF8.GetString(into.WrittenSpan);
    }

    private static string Of(RenderOptions options, Emulator terminal, Action<Emulator, RenderOptions, IBufferWriter<byte>> write)
    {
        var into = new ArrayBufferWriter<byte>();
        write(terminal, options, into);
        return Encoding.UTF8.GetString(into.WrittenSpan);
    }
}
