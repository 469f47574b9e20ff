using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Disks;

/// <summary>A disk that gets full, through the runner's door.</summary>
public sealed class FullDiskTests
{
    private const long Megabyte = 1L << 20;

    [OnASmallDisk]
    public async Task On_a_full_disk_programs_wait_and_then_go_on_with_no_line_lost_or_doubled()
    {
        const int Lines = 100_000;
        await using var runner = await RunnerFixture.StartAsync(diskMegabytes: 64);
        var old = await runner.ShellAsync("echo of the past");
        await runner.EndedAsync(old.Id);
        var marker = Path.GetTempFileName();
        File.Delete(marker);
        var session = await runner.ShellAsync($"stty -echo; echo ready; read go; : > {marker}; seq 1 {Lines}; echo enough; read go");
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilTextAsync("ready");
        await using var feed = await OpenFeedAsync(runner);

        runner.Disk!.FillUpTo(Megabyte);
        Assert.Equal("disk.full", (await feed.UntilAsync(troubles => troubles is [{ Code: "disk.full" }])).Single().Code);
        var before = client.Bytes.Length;
        await client.TypeAsync("go\n");
        while (!File.Exists(marker))
        {
            await Task.Delay(20);
        }

        // What makes room goes on, and so does what only looks.
        var (refused, problem) = await runner.SendAsync(HttpMethod.Post, "/api/workspaces/default/sessions", "{}");
        Assert.Equal((503, true), (refused, problem.Contains("disk.full", StringComparison.Ordinal)));
        Assert.Equal(200, (await runner.SendAsync(HttpMethod.Patch, $"/api/workspaces/default/sessions/{session.Id}", """{"name":"patient"}""")).Status);
        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, $"/api/workspaces/default/sessions/{old.Id}")).Status);
        Assert.Equal(before, client.Bytes.Length);

        runner.Disk.Free();
        await client.UntilTextAsync("enough");
        await feed.UntilAsync(troubles => troubles.Count == 0);
        var numbers = client.Text.Split("\r\n").SkipWhile(line => line != "1").TakeWhile(line => line != "enough");
        Assert.Equal(Enumerable.Range(1, Lines).Select(number => number.ToString()), numbers);
        File.Delete(marker);
    }

    [OnASmallDisk]
    public async Task A_program_that_floods_can_be_ended_and_removed_on_a_full_disk()
    {
        // With so much left that it isn't gone before the next look.
        await using var runner = await RunnerFixture.StartAsync("""{ "disk": { "floorBytes": 16777216 } }""", diskMegabytes: 64);
        var session = await runner.ShellAsync("i=0; while :; do i=$((i+1)); echo $i; done");
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilTextAsync("1000\r\n");
        await using var feed = await OpenFeedAsync(runner);
        runner.Disk!.FillUpTo(15 * Megabyte);
        await feed.UntilAsync(troubles => troubles is [{ Code: "disk.full" }]);

        var (status, ended) = await runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/sessions/{session.Id}/end", """{"signal":"SIGKILL"}""");
        Assert.Equal((200, true), (status, ended.Contains("\"state\":\"exited\"", StringComparison.Ordinal)));
        await client.UntilAsync(EventTypes.SessionExited);
        var numbers = client.Text.Split("\r\n")[..^1];
        Assert.Equal(Enumerable.Range(1, numbers.Length).Select(number => number.ToString()), numbers);
        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, $"/api/workspaces/default/sessions/{session.Id}")).Status);
        Assert.Contains("disk.full", (await runner.SendAsync(HttpMethod.Get, "/runner/status")).Body, StringComparison.Ordinal);
    }

    [OnASmallDisk]
    public async Task A_program_that_ends_without_a_word_ends_on_a_full_disk_too()
    {
        await using var runner = await RunnerFixture.StartAsync(diskMegabytes: 64);
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/sleep", "600"] });
        await using var feed = await OpenFeedAsync(runner);
        runner.Disk!.FillUpTo(Megabyte);
        await feed.UntilAsync(troubles => troubles is [{ Code: "disk.full" }]);

        var (status, ended) = await runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/sessions/{session.Id}/end", "{}");
        Assert.Equal((200, true), (status, ended.Contains("\"state\":\"exited\"", StringComparison.Ordinal)));
        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, $"/api/workspaces/default/sessions/{session.Id}")).Status);
    }

    [OnASmallDisk]
    public async Task A_kind_with_two_streams_waits_too_and_each_of_its_facts_is_logged_once()
    {
        const int Facts = 3000;
        var marker = Path.GetTempFileName();
        File.Delete(marker);
        var script = $$"""
            read start; read go; : > {{marker}}
            seq 1 40000 >&2 &
            seq 1 {{Facts}} | sed 's/.*/{"t":"event","type":"odd.counted","data":&}/'
            wait; echo '{"t":"event","type":"odd.done"}'; exec cat
            """;
        var kinds = "{\"kinds\":{\"odd\":[\"/bin/sh\",\"-c\"," + JsonSerializer.Serialize(script, Wire.Default.String) + "]}}";
        await using var runner = await RunnerFixture.StartAsync(kinds, diskMegabytes: 64);
        var session = await runner.CreateAsync(new CreateSession { Kind = "odd" });
        await using var client = await runner.AttachAsync(session.Id);
        await using var feed = await OpenFeedAsync(runner);
        runner.Disk!.FillUpTo(Megabyte);
        await feed.UntilAsync(troubles => troubles is [{ Code: "disk.full" }]);
        await client.SendAsync(new Command("c", "go", null));
        while (!File.Exists(marker))
        {
            await Task.Delay(20);
        }

        Assert.DoesNotContain(client.Messages.OfType<EventMessage>(), message => message.Type == "odd.counted");
        runner.Disk.Free();
        await client.UntilAsync("odd.done");
        var counted = client.Messages.OfType<EventMessage>().Where(message => message.Type == "odd.counted");
        Assert.Equal(Enumerable.Range(1, Facts), counted.Select(message => message.Data!.Value.GetInt32()));
        File.Delete(marker);
    }

    [OnASmallDisk]
    public async Task A_recording_that_would_fill_the_disk_is_not_imported()
    {
        await using var runner = await RunnerFixture.StartAsync("""{ "disk": { "floorBytes": 50331648 } }""", diskMegabytes: 64);
        var line = "[1, \"o\", \"" + new string('x', 32 * 1024) + "\"]\n";
        using var recording = new StringContent("{\"version\":2,\"width\":80,\"height\":24}\n" + string.Concat(Enumerable.Repeat(line, 1000)));
        using var http = runner.Client(runner.Token());
        using var answer = await http.PostAsync("/api/workspaces/default/sessions/import", recording, RunnerFixture.Patience);

        Assert.Equal(503, (int)answer.StatusCode);
        Assert.Contains("disk.full", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("""{"items":[]}""", (await runner.SendAsync(HttpMethod.Get, "/api/workspaces/default/sessions")).Body);
    }

    [Fact]
    public async Task A_disk_with_little_room_is_a_warning_and_all_goes_on()
    {
        await using var runner = await RunnerFixture.StartAsync("""{ "disk": { "lowPercent": 100, "floorBytes": 0 } }""");
        var session = await runner.ShellAsync("echo all goes on");
        await runner.EndedAsync(session.Id);

        var (_, status) = await runner.SendAsync(HttpMethod.Get, "/runner/status");
        var low = Assert.Single(JsonSerializer.Deserialize(status, Wire.Default.RunnerStatus)!.Troubles!);
        Assert.Equal(("disk", "disk.low", true), (low.Part, low.Code, low.Warning));
        var (_, metrics) = await runner.SendAsync(HttpMethod.Get, "/runner/metrics");
        Assert.Contains("dispatch_runner_disk_paused 0", metrics, StringComparison.Ordinal);
    }

    private static async Task<TroublesInFeed> OpenFeedAsync(RunnerFixture runner)
    {
        var http = runner.Client(runner.Token());
        return new TroublesInFeed(http, new StreamReader(await http.GetStreamAsync("/runner/feed", RunnerFixture.Patience)));
    }

    private sealed class TroublesInFeed(HttpClient http, StreamReader lines) : IAsyncDisposable
    {
        /// <summary>Reads until the runner says what is waited for.</summary>
        public async Task<IReadOnlyList<ProblemPart>> UntilAsync(Func<IReadOnlyList<ProblemPart>, bool> wanted)
        {
            while (true)
            {
                var message = JsonSerializer.Deserialize((await lines.ReadLineAsync(RunnerFixture.Patience))!, Wire.Default.FeedMessage);
                if (message is FeedBeat { Troubles: { } troubles } && wanted(troubles))
                {
                    return troubles;
                }
            }
        }

        public ValueTask DisposeAsync()
        {
            lines.Dispose();
            http.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
