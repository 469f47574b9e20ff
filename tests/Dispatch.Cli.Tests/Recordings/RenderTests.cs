using System.Text;
using Dispatch.Cli.Tests.Support;

namespace Dispatch.Cli.Tests.Recordings;

public sealed class RenderTests
{
    private const string V3 = """
        {"version": 3, "term": {"cols": 20, "rows": 3}, "title": "Demo"}
        # a remark
        [0.5, "o", "one\r\n"]
        [0.5, "m", "mark"]
        [0.5, "r", "30x4"]
        [0.5, "o", "\u001b[4;25Htwo"]
        [0.1, "x", "0"]

        """;

    private const string V2 = """
        {"version": 2, "width": 20, "height": 3}
        [0.5, "o", "one"]
        [1.5, "o", "\r\ntwo"]
        [1.6, "o", "cut
        """;

    [Fact]
    public async Task Bytes_become_a_screen_of_the_size_named()
    {
        var result = await RenderAsync("\e[2;3Hhi\e]0;no\a", "--cols", "10", "--rows", "3");
        Assert.Equal((0, "\n  hi\n", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task An_asciicast_brings_its_size_and_its_resizes()
    {
        Assert.Equal("one\n\n\n" + new string(' ', 24) + "two\n", (await RenderAsync(V3)).Output);
        Assert.Equal("one\ntwo\n", (await RenderAsync(V2)).Output);
        Assert.Equal("one\n  t\nwo\n", (await RenderAsync(V3, "--cols", "3", "--rows", "2", "--scrollback", "9")).Output);
    }

    [Fact]
    public async Task What_only_begins_like_one_is_bytes() => Assert.StartsWith("{\"version\": \"", (await RenderAsync("{\"version\": \"x\"}\r\n")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Lines_above_the_screen_come_when_asked_for()
    {
        var lines = string.Concat(Enumerable.Range(1, 9).Select(line => $"{line}\r\n"));
        Assert.Equal("8\n9\n", (await RenderAsync(lines, "--rows", "3")).Output);
        Assert.Equal("6\n7\n8\n9\n", (await RenderAsync(lines, "--rows", "3", "--scrollback", "2")).Output);
    }

    [Theory]
    [InlineData("""{"version": 1, "width": 80}""", "version 1")]
    [InlineData("""{"version": 3, "term": {"cols": 0, "rows": 5}}""", "names no size")]
    [InlineData("{\"version\": 2, \"width\": 8, \"height\": 2}\n[1, \"o\"]\n", "line 2")]
    [InlineData("{\"version\": 2, \"width\": 8, \"height\": 2}\nplain\n", "line 2")]
    public async Task What_is_wrong_with_a_recording_is_told(string recording, string cause)
    {
        var result = await RenderAsync(recording);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(cause, result.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        using var folder = new TestFolder();
        var missing = await DispatchProgram.RunAsync(folder.Path, "render", "missing.cast");
        Assert.Equal((1, "dispatch: There is no file 'missing.cast'. Name a recording, or - for standard input"), (missing.ExitCode, missing.OneError));
        Assert.Contains("is a folder", (await DispatchProgram.RunAsync(folder.Path, "render", folder.Path)).OneError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("ansi")]
    public async Task A_terminal_gets_nothing_that_it_would_act_on(string format)
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "bytes"), "\e]0;evil\a\e[31mred\e[0m\e[?1000h\e]52;c;aGk=\a\e[6n\e[?1049h\e[1;9Hhere");
        var (terminal, _) = await RealTerminal.OpenAsync(folder.Path, $"$DISPATCH render bytes --format {format}; echo done=$?");
        using (terminal)
        {
            var seen = await terminal.WaitForAsync("done=0");
            Assert.Contains("here", seen, StringComparison.Ordinal);
            foreach (var hostile in (string[])["evil", "aGk=", "\e]", "\e[6n", "\e[?"])
            {
                Assert.DoesNotContain(hostile, seen, StringComparison.Ordinal);
            }
        }
    }

    private static async Task<CliResult> RenderAsync(string recording, params string[] options)
    {
        using var folder = new TestFolder();
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "recording"), Encoding.UTF8.GetBytes(recording));
        var named = await DispatchProgram.RunAsync(folder.Path, ["render", "recording", .. options]);
        var piped = await DispatchProgram.ShellAsync(folder.Path, "$DISPATCH render - \"$@\" < recording", options);
        Assert.Equal(
            (named.ExitCode, named.Output, named.Error.Replace("recording", "standard input", StringComparison.Ordinal)),
            (piped.ExitCode, piped.Output, piped.Error.Replace("recording", "standard input", StringComparison.Ordinal)));
        return named;
    }
}
