using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Terminals.Recordings;

public class RecordingTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    private const string Cast = """
        {"version": 3, "term": {"cols": 60, "rows": 10}, "timestamp": 1700000000, "title": "A demo", "command": "bash"}
        # a comment
        [0.5, "o", "\u001b]133;A\u001b\\$ ls\r\n\u001b]133;C;cmdline_url=ls\u001b\\one two\r\n"]
        [1.25, "o", "é漢\r\n\u001b]133;D;3\u001b\\"]
        [0.25, "r", "70x12"]
        [0.5, "m", "a marker"]
        [1.0, "x", "7"]
        """;

    [Fact]
    public async Task A_recording_becomes_an_ended_session_with_its_own_times()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await ImportAsync(runner, Cast);
        Assert.Equal(
            (SessionState.Exited, 7, "A demo", 70, 12, "bash"),
            (session.State, session.ExitCode, session.Name, session.Cols, session.Rows, session.Command[0]));
        Assert.Equal(1_700_000_000, session.CreatedAt.ToUnixTimeSeconds());
        Assert.Equal(3.5, (session.EndedAt! - session.CreatedAt).Value.TotalSeconds, 3);
        Assert.Equal("$ ls\none two\né漢\n", await runner.TextAsync(session.Id, "screen"));
        Assert.Equal("one two\né漢\n", await runner.TextAsync(session.Id, "commands/1/output"));

        using var timeline = await runner.AskAsync(session.Id, "timeline");
        var told = (await timeline.Content.ReadFromJsonAsync(Wire.Default.Timeline))!;
        Assert.Equal([(60, 10), (70, 12)], told.Resizes.Select(size => (size.Cols, size.Rows)));
        Assert.Equal([0.5, 1.75], told.Points.Select(point => (point.Time / 1e6) - 1_700_000_000), (a, b) => Math.Abs(a - b) < 0.001);
        Assert.Equal([(1, "ls", 3)], told.Commands.Select(command => (command.Number, command.Command!, command.ExitCode!.Value)));
        Assert.Equal(409, (await runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/sessions/{session.Id}/restart")).Status);

        await runner.StopRunnerAsync();
        await runner.StartRunnerAsync();
        Assert.Equal((SessionState.Exited, 7), ((await runner.GetAsync(session.Id)).State, (await runner.GetAsync(session.Id)).ExitCode));
        Assert.Equal("$ ls\none two\né漢\n", await runner.TextAsync(session.Id, "screen"));
    }

    [Fact]
    public async Task What_was_recorded_here_and_is_imported_again_shows_the_same()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync("seq 1 20000; printf '\\033[31mred\\033[m'");
        await runner.EndedAsync(session.Id);
        var cast = new StringBuilder("""{"version":2,"width":80,"height":24}""").Append('\n');
        var pages = 0;
        for (long? after = 0; after is not null; pages++)
        {
            var lines = (await runner.TextAsync(session.Id, $"recording?limit=20000&after={after}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            foreach (var line in lines[..^1])
            {
                var happened = JsonSerializer.Deserialize(line, Wire.Default.RecordedEvent)!;
                if (happened.Type == EventTypes.TerminalOutput)
                {
                    var text = JsonSerializer.Serialize(Encoding.UTF8.GetString(happened.Data!.Value.GetBytesFromBase64()), Wire.Default.String);
                    cast.Append(CultureInfo.InvariantCulture, $"[{happened.Seq}, \"o\", {text}]\n");
                }
            }

            after = JsonSerializer.Deserialize(lines[^1], Wire.Default.RecordingEnd)!.Next;
        }

        Assert.True(pages > 1);
        var again = await ImportAsync(runner, cast.ToString());
        Assert.Equal(
            await runner.TextAsync(session.Id, "screen?format=ansi&scrollback=10000"), await runner.TextAsync(again.Id, "screen?format=ansi&scrollback=10000"));
    }

    [Theory]
    [InlineData("", "import.no-recording")]
    [InlineData("hello", "import.no-recording")]
    [InlineData("{\"version\":1,\"width\":80,\"height\":24}", "import.no-recording")]
    [InlineData("{\"version\":2,\"width\":80,\"height\":2400}", "session.bad-size")]
    [InlineData("{\"version\":2,\"width\":80,\"height\":24}\n[1, \"o\", \"x\"]\n[2, \"o\"]", "import.bad-line")]
    [InlineData("{\"version\":2,\"width\":80,\"height\":24}\n[1, \"r\", \"wide\"]", "import.bad-line")]
    [InlineData("{\"version\":2,\"width\":80,\"height\":24}\n[1, \"o\", \"\\ud83d\"]", "import.bad-line")]
    public async Task What_is_no_recording_is_refused_and_leaves_nothing(string cast, string code)
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var answer = await PostAsync(runner, cast);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains($"\"{code}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((200, """{"items":[]}"""), await runner.SendAsync(HttpMethod.Get, "/api/workspaces/default/sessions"));
    }

    [Fact]
    public async Task A_runner_that_dies_in_the_middle_of_an_import_leaves_none_of_it()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var log = Path.Combine(runner.Data.Root, "workspaces", "default");
        var before = Size(log);
        var body = new System.IO.Pipelines.Pipe();
        using var http = runner.Client(runner.Token());
        using var content = new StreamContent(body.Reader.AsStream());
        var importing = http.PostAsync("/api/workspaces/default/sessions/import", content, RunnerFixture.Patience);
        await body.Writer.WriteAsync("{\"version\":2,\"width\":80,\"height\":24}\n"u8.ToArray());
        while (Size(log) < before + (256 * 1024))
        {
            await body.Writer.WriteAsync(Encoding.UTF8.GetBytes($"[1, \"o\", \"{new string('x', 8000)}\\r\\n\"]\n"));
        }

        await runner.KillRunnerAsync();
        await body.Writer.CompleteAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => importing);
        await runner.StartRunnerAsync();
        Assert.Equal((200, """{"items":[]}"""), await runner.SendAsync(HttpMethod.Get, "/api/workspaces/default/sessions"));

        static long Size(string folder) => new DirectoryInfo(folder).EnumerateFiles("log.db*").Sum(file => file.Length);
    }

    [Fact]
    public async Task Every_question_about_a_terminals_past_is_refused_with_its_reason()
    {
        await using var runner = await RunnerFixture.StartAsync($$$"""{"kinds":{"echo":["{{{Path.Combine(AppContext.BaseDirectory, "Dispatch.EchoKind")}}}"]}}""");
        var session = await runner.ShellAsync("echo hi");
        await runner.EndedAsync(session.Id);
        var other = await runner.CreateAsync(new CreateSession { Kind = "echo" });
        foreach (var path in (string[])["screen", "commands", "commands/1/output", "timeline", "recording"])
        {
            await AssertAsync(runner, other.Id, path, 409, "session.not-a-terminal");
            await AssertAsync(runner, "0000000000", path, 404, "session.not-found");
        }

        await AssertAsync(runner, session.Id, "screen?format=pdf", 400, "screen.bad-format");
        await AssertAsync(runner, session.Id, "screen?at=0", 400, "screen.bad-position");
        await AssertAsync(runner, session.Id, "screen?at=9999", 400, "screen.bad-position");
        await AssertAsync(runner, session.Id, "screen?at=soon", 400, "request.malformed");
        await AssertAsync(runner, session.Id, "screen?scrollback=-1", 400, "screen.bad-scrollback");
        await AssertAsync(runner, session.Id, "commands/1/output", 404, "command.not-found");
        await AssertAsync(runner, session.Id, "commands/1/output?format=svg", 400, "screen.bad-format");
        await AssertAsync(runner, session.Id, "recording?after=-1", 400, "recording.bad-range");
        await AssertAsync(runner, session.Id, "recording?limit=0", 400, "recording.bad-limit");
    }

    [Fact]
    public async Task A_screen_tells_what_it_is_of()
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync("echo hi");
        await runner.EndedAsync(session.Id);
        using var answer = await runner.AskAsync(session.Id, "screen");
        var last = (await runner.GetAsync(session.Id)).Seq;
        Assert.Equal(
            ["1", last.ToString(CultureInfo.InvariantCulture), "80", "24"],
            new[] { "Dispatch-Epoch", "Dispatch-Seq", "Dispatch-Cols", "Dispatch-Rows" }.Select(name => answer.Headers.GetValues(name).Single()));
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
    }

    private static async Task AssertAsync(RunnerFixture runner, string session, string path, int status, string code)
    {
        using var answer = await runner.AskAsync(session, path);
        Assert.Equal((status, true), ((int)answer.StatusCode, (await answer.Content.ReadAsStringAsync()).Contains($"\"{code}\"", StringComparison.Ordinal)));
    }

    private static async Task<HttpResponseMessage> PostAsync(RunnerFixture runner, string cast)
    {
        using var http = runner.Client(runner.Token());
        using var body = new StringContent(cast, Encoding.UTF8, "application/x-asciicast");
        return await http.PostAsync("/api/workspaces/default/sessions/import", body, RunnerFixture.Patience);
    }

    private static async Task<SessionInfo> ImportAsync(RunnerFixture runner, string cast)
    {
        using var answer = await PostAsync(runner, cast);
        Assert.True((int)answer.StatusCode == 201, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync(Wire.Default.SessionInfo))!;
    }
}
