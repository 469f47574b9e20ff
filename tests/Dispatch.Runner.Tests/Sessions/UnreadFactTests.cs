using System.Diagnostics;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Sessions;

/// <summary>Logs that a real runner wrote, with a fact that something else made unreadable: it costs its own session as little as may be, and no other.</summary>
public sealed class UnreadFactTests
{
    private const string Lines = "while read line; do echo \"got $line\"; done";

    [Theory]
    [InlineData("payload = x'7B22'")]
    [InlineData("payload = 'null'")]
    [InlineData("payload = '{}'")]
    [InlineData("type = 999")]
    public async Task A_session_is_shown_without_what_can_not_be_read_and_its_program_goes_on(string change)
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync(Lines);
        Assert.Equal(200, (await runner.SendAsync(HttpMethod.Patch, Path(session), """{"name":"a"}""")).Status);
        Assert.Equal(200, (await runner.SendAsync(HttpMethod.Patch, Path(session), """{"name":"b"}""")).Status);
        await runner.KillRunnerAsync();
        await runner.ChangeLogAsync($"UPDATE events SET {change} WHERE seq = (SELECT max(seq) FROM events WHERE type = (SELECT id FROM names WHERE name = 'session.renamed'))");
        await runner.StartRunnerAsync();

        var shown = await runner.GetAsync(session.Id);
        await using var client = await runner.AttachAsync(session.Id, new AttachRequest { From = new Position(1, 1) });
        await client.TypeAsync("this\r");
        await client.UntilTextAsync("got this");

        Assert.Equal((SessionState.Running, "a"), (shown.State, shown.Name));
        Assert.Equal("log.unparseable", Assert.Single(await TroublesAsync(runner)).Code);
        Assert.Equal(200, (await runner.SendAsync(HttpMethod.Get, Path(session) + "/commands")).Status);
        Assert.Equal(200, (await runner.SendAsync(HttpMethod.Get, Path(session) + "/timeline")).Status);
        Assert.Equal(200, (await runner.SendAsync(HttpMethod.Get, Path(session) + "/screen?format=text")).Status);
    }

    [Fact]
    public async Task It_is_told_of_until_the_session_is_removed()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync("echo one");
        await runner.EndedAsync(session.Id);
        await runner.StopRunnerAsync();
        await runner.ChangeLogAsync("UPDATE events SET payload = x'7B22' WHERE type = (SELECT id FROM names WHERE name = 'session.started')");
        await runner.StartRunnerAsync();

        var told = Assert.Single(await TroublesAsync(runner));
        Assert.Equal(("session", "log.unparseable", true), (told.Part, told.Code, told.Warning));
        Assert.Contains($"(session.started) of session {session.Id} can't be read", told.Detail, StringComparison.Ordinal);
        Assert.Contains("dispatch db verify", told.Detail, StringComparison.Ordinal);
        using var http = runner.Client(runner.Token());
        using var feed = new StreamReader(await http.GetStreamAsync("/runner/feed", RunnerFixture.Patience));
        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, Path(session))).Status);
        var since = Stopwatch.GetTimestamp();
        Assert.Empty(await TroublesAsync(runner));

        // With the fact that it was removed, and not at the next beat.
        FeedMessage? message;
        do
        {
            message = JsonSerializer.Deserialize((await feed.ReadLineAsync(RunnerFixture.Patience))!, Wire.Default.FeedMessage);
        }
        while (message is not FeedBeat { Troubles.Count: 0 });
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    [Theory]
    [InlineData("x'7B22'")]
    [InlineData("'{}'")]
    public async Task A_session_whose_first_fact_is_lost_is_shown_by_what_else_there_is_of_it(string payload)
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"hotOutputBytes":262144}}""");
        var session = await runner.ShellAsync($"seq 1 200000; {Lines}");
        await using (var before = await runner.AttachAsync(session.Id))
        {
            await before.UntilTextAsync("200000\r\n");
        }

        await runner.KillRunnerAsync();
        await runner.ChangeLogAsync($"UPDATE events SET payload = {payload} WHERE type = (SELECT id FROM names WHERE name = 'session.created')");
        await runner.StartRunnerAsync();

        var shown = await runner.GetAsync(session.Id);
        await using var client = await runner.AttachAsync(session.Id, new AttachRequest { From = new Position(1, 1) });
        await client.TypeAsync("this\r");
        await client.UntilTextAsync("got this");

        Assert.Equal((SessionState.Running, session.Pid, $"damaged {session.Id}"), (shown.State, shown.Pid, shown.Name));
        Assert.Contains("\r\n1\r\n2\r\n3\r\n", "\r\n" + client.Text, StringComparison.Ordinal);
        var (_, report) = await runner.SendAsync(HttpMethod.Get, "/api/workspaces/default/log/verification");
        Assert.Equal(["log.unparseable"], JsonSerializer.Deserialize(report, Wire.Default.LogReport)!.Faults.Select(fault => fault.Code));
    }

    [Fact]
    public async Task The_program_of_a_kind_that_is_not_there_any_more_is_left_alone()
    {
        var kind = JsonSerializer.Serialize(System.IO.Path.Combine(AppContext.BaseDirectory, "Dispatch.EchoKind"), Wire.Default.String);
        await using var runner = await RunnerFixture.StartAsync("{\"kinds\":{\"echo\":[" + kind + "]}}");
        var session = await runner.CreateAsync(new CreateSession { Kind = "echo" });
        await runner.KillRunnerAsync();
        await File.WriteAllTextAsync(System.IO.Path.Combine(runner.Data.Root, "runner.json"), "{}");
        await runner.StartRunnerAsync();

        Assert.Equal(404, (await runner.SendAsync(HttpMethod.Get, Path(session))).Status);
        var told = Assert.Single(await TroublesAsync(runner));
        Assert.Equal("session.unknown-kind", told.Code);
        Assert.Contains("'echo'", told.Detail, StringComparison.Ordinal);
        Assert.Contains("EchoKind", await File.ReadAllTextAsync($"/proc/{session.Pid}/cmdline"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_session_of_an_unknown_kind_with_a_fact_that_can_not_be_read_both_are_told()
    {
        var kind = JsonSerializer.Serialize(System.IO.Path.Combine(AppContext.BaseDirectory, "Dispatch.EchoKind"), Wire.Default.String);
        await using var runner = await RunnerFixture.StartAsync("{\"kinds\":{\"echo\":[" + kind + "]}}");
        await runner.CreateAsync(new CreateSession { Kind = "echo" });
        await runner.KillRunnerAsync();
        await runner.ChangeLogAsync("UPDATE events SET payload = x'7B22' WHERE type = (SELECT id FROM names WHERE name = 'session.started')");
        await File.WriteAllTextAsync(System.IO.Path.Combine(runner.Data.Root, "runner.json"), "{}");
        await runner.StartRunnerAsync();

        Assert.Equal(["log.unparseable", "session.unknown-kind"], (await TroublesAsync(runner)).Select(trouble => trouble.Code));
    }

    private static string Path(SessionInfo session) => $"/api/workspaces/default/sessions/{session.Id}";

    private static async Task<IReadOnlyList<ProblemPart>> TroublesAsync(RunnerFixture runner) =>
        JsonSerializer.Deserialize((await runner.SendAsync(HttpMethod.Get, "/runner/status")).Body, Wire.Default.RunnerStatus)!.Troubles ?? [];
}
