using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Dispatch.Terminal.Tests.Rendering;

/// <summary>One screen with something of everything, as each format writes it: Expected/, to be looked at when it changes.</summary>
public sealed class RichScreenTests
{
    private const string Regenerate = "DISPATCH_WRITE=1 dotnet test tests/Dispatch.Terminal.Tests --filter RichScreenTests";

    private const string Rich =
        "a line that went up\r\n" +
        "\e]2;Rich & <plain>\a\e]7;file://host/srv/project\a\e]133;A\a$ make\e]133;B\a\r\n\e]133;C\a" +
        "\e[1mbold \e[22;2mfaint \e[22;3mitalic \e[23;7minverse \e[27;8mhidden \e[28;9mstruck \e[29;53mover\e[m\r\n" +
        "\e[4mone\e[m \e[4:2mtwo\e[m \e[4:3;58:5:9mcurly\e[m \e[4:4mdotted\e[m \e[4:5;58:2::1:2:3mdashed\e[m\r\n" +
        "\e[31mred\e[m \e[92mbright\e[m \e[38;5;208morange\e[m \e[38;2;18;52;86mrgb\e[m \e[44mblue\e[m \e[48;2;1;2;3;97m on \e[m \e[1;33;41;7mall\e[m\r\n" +
        "世界 e\u0301 ｶﾞ \e[35m漢\e[m \e[?2027h👩‍👩‍👧🇩🇪\e[?2027l ─┐ ø\r\n" +
        "\e]8;id=1;https://example.org/?a=1&b=2\atwo \e[1mlinks\e[m\e]8;;\a \e]8;;mailto:a@example.org\amail\e]8;;\a\r\n" +
        "\e[45m\e[K\e[m wide background\e]133;D;2\a\r\n" +
        "\e[5 q\e[3G";

    [Theory]
    [InlineData("html")]
    [InlineData("svg")]
    [InlineData("json")]
    [InlineData("txt")]
    public async Task It_is_written_as_it_was_seen_to_be_right(string format)
    {
        Action<Emulator, RenderOptions, IBufferWriter<byte>> write = format switch
        {
            "html" => ScreenHtml.Write,
            "svg" => ScreenSvg.Write,
            "json" => ScreenJson.Write,
            _ => ScreenText.Write,
        };
        var terminal = ScreenVtTests.Terminal(60, 8);
        terminal.Write(Encoding.UTF8.GetBytes(Rich));
        var written = new ArrayBufferWriter<byte>();
        write(terminal, new RenderOptions { Scrollback = 10 }, written);
        var path = Path.Combine(Folder(), "Expected", $"rich.{format}");
        if (Environment.GetEnvironmentVariable("DISPATCH_WRITE") == "1")
        {
            await File.WriteAllBytesAsync(path, written.WrittenMemory);
        }

        var expected = await File.ReadAllTextAsync(path);

        Assert.True(expected == Encoding.UTF8.GetString(written.WrittenSpan), $"{path} has something else. Look at both; when the new one is right: {Regenerate}\n{Encoding.UTF8.GetString(written.WrittenSpan)}");
    }

    // From this source file: a build may lie outside the repository.
    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
