using System.Text.Json;
using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol;
using Dispatch.Protocol.Logs;

namespace Dispatch.Cli.Tests.Logs;

/// <summary>On files as server, runner and keeper write them.</summary>
public sealed class LogsTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TestFolder _folder = new();

    public LogsTests() => Directory.CreateDirectory(_folder.Data.Logs);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Server_runner_and_keeper_are_merged_by_time()
    {
        Write("server", 1, Line(1, "server", "Requests", "one"), Line(4, "server", "Hosting", "four"));
        Write("runner", 7, Line(2, "runner", "Sessions", "two"));
        await File.WriteAllTextAsync(_folder.Data.LogFile("keeper"), "2026-11-22T12:00:03.0000000+00:00 keeper 12: three\nno line of its own\n");
        var shown = await RunAsync();
        Assert.Equal(
            """
            2026-11-22 12:00:01.000Z information server Requests: one
            2026-11-22 12:00:02.000Z information runner Sessions: two
            2026-11-22 12:00:03.000Z information keeper Keeper: three
            2026-11-22 12:00:04.000Z information server Hosting: four

            """,
            shown);
        Assert.Equal("2026-11-22 12:00:02.000Z information runner Sessions: two\n", await RunAsync("runner"));
    }

    [Theory]
    [InlineData("two three", "--area", "sessions")]
    [InlineData("three four", "--level", "warn")]
    [InlineData("four", "--trace", "4bf92f35")]
    [InlineData("three four", "--since", "2026-11-22T12:00:03Z")]
    [InlineData("three four", "--lines", "2")]
    [InlineData("", "--lines", "0")]
    [InlineData("", "--since", "10m")]
    [InlineData("three", "runner", "--area", "Sessions", "--level", "warning")]
    public async Task Only_what_was_asked_for_is_shown(string messages, params string[] arguments)
    {
        // Over two files.
        Write("runner", 1, Line(1, "runner", "Workspaces", "one"), Line(2, "runner", "Sessions", "two"));
        Write("runner", 2, Line(3, "runner", "Sessions", "three") with { Level = "warning" });
        Write("server", 1, Line(4, "server", "Hosting", "four") with { Level = "error", TraceId = "4bf92f3577b34da6a3ce929d0e0e4736" });
        Assert.Equal(messages, string.Join(' ', (await LinesAsync(arguments)).Select(line => line.Message)));
    }

    [Fact]
    public async Task Without_being_told_more_it_shows_the_last_fifty()
    {
        Write("server", 1, [.. Enumerable.Range(0, 80).Select(at => Line(at, "server", "Hosting", $"{at}"))]);
        Assert.Equal(Enumerable.Range(30, 50), (await LinesAsync()).Select(line => int.Parse(line.Message)));
    }

    [Fact]
    public async Task Half_a_line_and_an_exception_s_lines_confuse_nobody()
    {
        Write("server", 1, Line(1, "server", "Hosting", "broke") with { Error = "Boom\n   at Somewhere\u001b[31m" });
        await File.AppendAllTextAsync(_folder.Data.LogFiles("server").Path(1), "{\"time\":\"2026-11-\n{\"time\"");
        Assert.Equal("2026-11-22 12:00:01.000Z information server Hosting: broke\n    Boom\n       at Somewhere�[31m\n", await RunAsync());
    }

    [Fact]
    public async Task Following_goes_on_over_the_ends_of_files()
    {
        Write("server", 1, Line(1, "server", "Hosting", "past"));
        using var follower = DispatchProgram.Start(_folder.Path, "exec \"$DISPATCH\" logs --follow --json");
        try
        {
            Assert.Equal("past", await NextAsync());
            Write("server", 1, Line(2, "server", "Hosting", "the end of the first"));
            Write("server", 2, Line(3, "server", "Hosting", "a whole second"));
            Write("server", 3, Line(4, "server", "Hosting", "the third"));
            Assert.Equal("the end of the first", await NextAsync());
            Assert.Equal("a whole second", await NextAsync());
            Assert.Equal("the third", await NextAsync());
            File.Delete(_folder.Data.LogFiles("server").Path(1));
            Write("runner", 1, Line(5, "runner", "Sessions", "of a part that began later"));
            Assert.Equal("of a part that began later", await NextAsync());
        }
        finally
        {
            follower.Kill();
        }

        async Task<string> NextAsync() =>
            JsonSerializer.Deserialize((await follower.StandardOutput.ReadLineAsync().WaitAsync(Patience))!, Wire.Default.LogLine)!.Message;
    }

    [Theory]
    [InlineData("dispatch: --since soon is no time. Say how long ago (30s, 10m, 2h, 3d) or when (14:30, 2026-11-22T14:30Z)", "--since", "soon")]
    [InlineData("dispatch: --level loud is no level. There are trace, debug, information, warning, error, critical, none", "--level", "loud")]
    public async Task What_makes_no_sense_is_named(string line, params string[] arguments)
    {
        var result = await DispatchProgram.RunAsync(_folder.Path, ["logs", .. arguments]);
        Assert.Equal((2, line), (result.ExitCode, result.OneError));
    }

    [Fact]
    public async Task Where_nothing_was_started_it_says_so()
    {
        var result = await DispatchProgram.RunAsync(_folder.Path, "logs");
        Assert.Equal((1, $"dispatch: There is no log in {_folder.Data.Logs}: the server hasn't been started from this data folder"), (result.ExitCode, result.OneError));
    }

    private static LogLine Line(int second, string part, string area, string message) =>
        new() { Time = Start.AddSeconds(second), Level = "information", Part = part, Pid = 1, Area = area, Message = message };

    private void Write(string part, int number, params LogLine[] lines) => File.AppendAllLines(
        _folder.Data.LogFiles(part).Path(number), lines.Select(line => JsonSerializer.Serialize(line, Wire.Default.LogLine)));

    private async Task<string> RunAsync(params string[] arguments)
    {
        var result = await DispatchProgram.RunAsync(_folder.Path, ["logs", .. arguments]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return result.Output;
    }

    private async Task<IEnumerable<LogLine>> LinesAsync(params string[] arguments) =>
        (await RunAsync(["--json", .. arguments])).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonSerializer.Deserialize(line, Wire.Default.LogLine)!);
}
