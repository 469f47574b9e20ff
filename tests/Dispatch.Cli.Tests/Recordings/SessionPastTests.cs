using System.Text.Json;
using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Tests.Recordings;

public sealed class SessionPastTests
{
    private const string Session = "/7k2m4p9xaz";
    private static readonly long Start = (Sample.Now.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / 10;

    [Fact]
    public async Task A_screen_is_printed_as_the_runner_tells_it()
    {
        await using var server = await FakeServer.StartAsync();
        server.Answers[$"{Session}/screen?format=text&scrollback=0"] = "the screen\n";
        server.Answers[$"{Session}/screen?format=svg&scrollback=5&at=12"] = "<svg/>";
        Assert.Equal("the screen\n", (await server.RunAsync("screen", "bash")).Output);
        Assert.Equal("<svg/>", (await server.RunAsync("screen", "bash", "--format", "svg", "--at", "12", "--scrollback", "5")).Output);
        var missing = await server.RunAsync("screen", "bash", "--at", "9");
        Assert.Equal((1, "dispatch: There is no /7k2m4p9xaz/screen?format=text&scrollback=0&at=9."), (missing.ExitCode, missing.OneError));
    }

    [Fact]
    public async Task What_rebuilds_a_screen_is_only_text_and_colours_on_a_terminal()
    {
        await using var server = await FakeServer.StartAsync();
        server.Answers[$"{Session}/screen?format=ansi&scrollback=0"] = "\e]0;evil\a\e[?1000h\e[31mred";
        Assert.Equal("\e]0;evil\a\e[?1000h\e[31mred", (await server.RunAsync("screen", "bash", "--format", "ansi")).Output);
        var (terminal, _) = await RealTerminal.OpenAsync(server.Folder, "$DISPATCH screen bash --format ansi; echo done=$?");
        using (terminal)
        {
            var seen = await terminal.WaitForAsync("done=0");
            Assert.Contains("\e[0;31mred\e[0m\r\n", seen, StringComparison.Ordinal);
            Assert.DoesNotContain("evil", seen, StringComparison.Ordinal);
            Assert.DoesNotContain("1000h", seen, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Commands_are_a_table_or_JSON_or_ones_output()
    {
        await using var server = await FakeServer.StartAsync();
        server.Answers[$"{Session}/commands"] = JsonSerializer.Serialize(
            new CommandList(
            [
                new SessionCommand(1, "make\e[31m", "/srv/project", 2, Sample.Now, 1500, 4096, 12, 15, false),
                new SessionCommand(2, null, null, null, Sample.Now, null, 7, 16, null, true),
            ]), Wire.Default.CommandList);
        server.Answers[$"{Session}/commands/1/output?format=text"] = "made\n";
        var table = (await server.RunAsync("commands", "bash")).Output;
        Assert.Matches(@"1 +make\uFFFD\[31m +/srv/project +2 +\S+( \S+)? +1\.5s +4\.1 kB", table);
        Assert.Matches(@"2 +\? +running .* 7 B", table);
        using var json = JsonDocument.Parse((await server.RunAsync("commands", "bash", "--json")).Output);
        Assert.Equal(2, json.RootElement[0].GetProperty("exitCode").GetInt32());
        Assert.Equal("made\n", (await server.RunAsync("commands", "bash", "--output", "1")).Output);
        Assert.Equal(1, (await server.RunAsync("commands", "bash", "--output", "3")).ExitCode);
    }

    [Fact]
    public async Task A_session_is_exported_with_its_times_sizes_commands_and_end()
    {
        await using var server = await FakeServer.StartAsync();
        Record(server);
        var result = await server.RunAsync("export", "bash", "-o", "out.cast");
        Assert.Equal((0, "", ""), (result.ExitCode, result.Output, result.Error));
        Assert.Equal(
        [
            """{"version":3,"term":{"cols":40,"rows":5,"type":"xterm-256color"},"timestamp":1795348800,"command":"/bin/bash -l","title":"bash","env":{"TERM":"xterm-256color"}}""",
            """[0.5,"o","\u001B[1mone "]""",
            """[0.25,"o","€\r\n"]""",
            """[0.25,"m","make"]""",
            """[1,"r","50x6"]""",
            """[0,"o","two"]""",
            """[0.000001,"x","3"]""",
        ], await File.ReadAllLinesAsync(Path.Combine(server.Folder, "out.cast")));

        var second = (await server.RunAsync("export", "bash", "--v2")).Output.Split('\n');
        Assert.StartsWith("""{"version":2,"width":40,"height":5,""", second[0], StringComparison.Ordinal);
        Assert.Equal(["""[1,"m","make"]""", """[2,"r","50x6"]""", """[2,"o","two"]""", ""], second[3..]);

        var again = await DispatchProgram.RunAsync(server.Folder, "render", "out.cast");
        Assert.Equal("one €\ntwo\n", again.Output);
        Assert.Equal("one €\ntwo\n", (await server.RunAsync("export", "bash", "--format", "text")).Output);
    }

    [Theory]
    [InlineData("text", "")]
    [InlineData("html", "<pre>")]
    public async Task However_many_lines_a_session_has_all_are_exported(string format, string before)
    {
        const int Lines = 150_000;
        await using var server = await FakeServer.StartAsync();
        Record(server);
        var output = Enumerable.Range(1, Lines).Chunk(5_000).Select((numbers, i) => Event(
            i + 1, i, "terminal.output", Base64(System.Text.Encoding.ASCII.GetBytes(string.Concat(numbers.Select(number => $"{number}\r\n"))))));
        server.Answers[$"{Session}/recording?after=0&through=6"] = string.Concat(output) + "{\"next\":null}\n";

        var result = await server.RunAsync("export", "bash", "--format", format);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var numbers = result.Output.Split('\n').Select(line => line[(line.StartsWith(before, StringComparison.Ordinal) ? before.Length : 0)..])
            .Where(line => line.Length > 0 && line.All(char.IsAsciiDigit));
        Assert.Equal(Enumerable.Range(1, Lines), numbers.Select(int.Parse));
    }

    [Fact]
    public async Task An_import_sends_the_recording_and_prints_the_id()
    {
        await using var server = await FakeServer.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(server.Folder, "demo.cast"), "{\"version\":3}\n");
        Assert.Equal("7k2m4p9xaz\n", (await server.RunAsync("import", "demo.cast")).Output);
        Assert.Equal("7k2m4p9xaz\n", (await server.RunAsync("import", "demo.cast", "--name", "a b")).Output);
        Assert.Equal(
        [
            ("POST", "/api/workspaces/default/sessions/import", "{\"version\":3}\n"),
            ("POST", "/api/workspaces/default/sessions/import?name=a%20b", "{\"version\":3}\n"),
        ], server.Requests);
        Assert.Contains("There is no file 'x'", (await server.RunAsync("import", "x")).OneError, StringComparison.Ordinal);
    }

    private static void Record(FakeServer server)
    {
        server.Answers[$"{Session}/timeline"] = JsonSerializer.Serialize(
            new Timeline(1, 1, 6, Sample.Now, Sample.Now, [], [new TimelineResize(1, Start, 40, 5)], []), Wire.Default.Timeline);
        server.Answers[$"{Session}/recording?after=0&through=6"] =
            Event(1, 500_000, "terminal.output", Base64([.. "\e[1mone "u8, 0xE2, 0x82])) + Event(2, 750_000, "terminal.output", Base64([0xAC, .. "\r\n"u8]))
            + "{\"next\":2}\n";
        server.Answers[$"{Session}/recording?after=2&through=6"] =
            Event(3, 1_000_000, "terminal.command-started", """{"number":1,"command":"make","at":{"seq":2,"offset":1}}""")
            + Event(4, 2_000_000, "terminal.resized", """{"cols":50,"rows":6}""")
            + Event(5, 1_999_999, "terminal.output", Base64([.. "two"u8]))
            + Event(6, 2_000_001, "session.exited", """{"exitCode":3}""")
            + "{\"next\":null}\n";
    }

    private static string Base64(byte[] bytes) => $"\"{Convert.ToBase64String(bytes)}\"";

    private static string Event(long seq, long after, string type, string data) =>
        $$"""{"seq":{{seq}},"epoch":1,"time":{{Start + after}},"type":"{{type}}","data":{{data}}}""" + "\n";
}
