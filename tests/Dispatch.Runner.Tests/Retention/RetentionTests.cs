using System.Text.Json;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;
using Dispatch.Protocol;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Retention;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Tests.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace Dispatch.Runner.Tests.Retention;

/// <summary>What is too much or too old goes, the oldest first; positions stay, and whoever reads the past goes on.</summary>
public sealed class RetentionTests
{
    [Theory]
    [InlineData("""{"limits":{"hotOutputBytes":262144,"outputBytes":400000}}""")]
    [InlineData("""{"limits":{"hotOutputBytes":262144,"totalOutputBytes":262144}}""")]
    [InlineData("""{"limits":{"hotOutputBytes":262144,"printedBytes":1000000}}""")]
    public async Task Beyond_a_limit_the_oldest_segments_go_and_the_rest_is_read_as_before(string settings)
    {
        await using var runner = await RunnerFixture.StartAsync(settings);
        var session = await SealedSession.MakeAsync(runner, sealedSegments: 0);

        // Until nothing more goes: how much stays hangs on the pieces that it came in.
        var kept = "";
        await SealedSession.UntilAsync(async () =>
        {
            var before = kept;
            await Task.Delay(300);
            kept = await session.RecordedAsync();
            return kept == before && kept.Length > 0 && kept.Length < session.Printed.Length - 100_000;
        });
        Assert.EndsWith(kept, session.Printed, StringComparison.Ordinal);
        Assert.Empty(await session.FaultsAsync());

        await using (var client = await runner.AttachAsync(session.Id, new AttachRequest { From = new Position(1, 3) }))
        {
            await client.UntilAsync(EventTypes.SessionExited);
            Assert.Equal("pruned", Assert.Single(client.Messages.OfType<Gap>()).Reason);
            Assert.Equal(kept, client.Text);
        }

        var timeline = JsonSerializer.Deserialize(await runner.TextAsync(session.Id, "timeline"), Wire.Default.Timeline)!;
        Assert.Equal(kept.Length, timeline.Points.Sum(point => point.Bytes));
        using var early = await runner.AskAsync(session.Id, "screen?at=4");
        Assert.Equal(404, (int)early.StatusCode);
        Assert.Contains("the end", await runner.TextAsync(session.Id, $"screen?at={timeline.Last - 1}"), StringComparison.Ordinal);

        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();

        // A start looks at the limits, and what was printed last may have gone beyond them.
        Assert.EndsWith(await session.RecordedAsync(), kept, StringComparison.Ordinal);
        Assert.Empty(await session.FaultsAsync());
    }

    [Fact]
    public async Task What_is_too_old_is_named_by_a_dry_run_and_gone_after_the_other()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"hotOutputBytes":262144,"outputDays":30}}""");
        var old = await SealedSession.MakeAsync(runner);
        await runner.StopRunnerAsync();
        await runner.ChangeLogAsync("UPDATE events SET time = time - 31 * 86400000000; UPDATE segments SET time = time - 31 * 86400000000");
        await runner.StartRunnerAsync();
        var young = await runner.ShellAsync("echo young");
        await runner.EndedAsync(young.Id);
        var before = await runner.GetAsync(old.Id);

        var dry = await CollectAsync(runner, dryRun: true);
        Assert.Equal((true, old.Printed.Length), (dry.DryRun, (int)Assert.Single(dry.Items).Output));
        Assert.Equal((old.Id, "outputDays"), (dry.Items[0].Session, dry.Items[0].Limit));
        Assert.Equal(old.Printed, await old.RecordedAsync());

        var done = await CollectAsync(runner, dryRun: false);
        Assert.Equal((dry.Freed, dry.Kept, dry.Items[0].Through), (done.Freed, done.Kept, done.Items[0].Through));
        Assert.Empty((await CollectAsync(runner, dryRun: false)).Items);
        Assert.Empty(await old.RecordedAsync());
        Assert.Empty(old.Segments);
        Assert.Contains("young", await runner.TextAsync(young.Id, "screen"), StringComparison.Ordinal);

        await runner.StopRunnerAsync();
        await runner.StartRunnerAsync();
        var after = await runner.GetAsync(old.Id);
        Assert.Equal((before.Seq, before.Epoch, before.State), (after.Seq, after.Epoch, after.State));
        Assert.Empty(await old.FaultsAsync());
    }

    [Fact]
    public async Task Of_several_workspaces_only_the_one_that_is_named_loses_what_is_too_old()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"hotOutputBytes":262144,"outputDays":30}}""");
        using var client = new WorkspaceClient(runner);
        string[] workspaces = ["default", (await client.CreateAsync(new CreateWorkspace { Name = "shop", Folder = client.Folder("shop") })).Id];
        var sessions = await Task.WhenAll(workspaces.Select(workspace => client.ShellAsync(workspace, "seq 1 3000")));
        await SealedSession.UntilAsync(async () =>
            (await Task.WhenAll(workspaces.Select(client.SessionsAsync))).All(list => list.Single().State == SessionState.Exited));
        await runner.StopRunnerAsync();
        foreach (var workspace in workspaces)
        {
            await runner.ChangeLogAsync("UPDATE events SET time = time - 31 * 86400000000", workspace);
        }

        await runner.StartRunnerAsync();
        Assert.Equal("of both", await KeptAsync());

        var report = await CollectAsync(runner, dryRun: false, workspaces[1]);
        Assert.Equal((workspaces[1], sessions[1].Id, 0), (report.Workspace, Assert.Single(report.Items).Session, (int)report.Kept));
        Assert.Equal("of the first", await KeptAsync());

        Assert.Equal(sessions[0].Id, Assert.Single((await CollectAsync(runner, dryRun: false)).Items).Session);
        Assert.Equal("of none", await KeptAsync());

        async Task<string> KeptAsync() => (await HasOutputAsync(0), await HasOutputAsync(1)) switch
        {
            (true, true) => "of both",
            (true, false) => "of the first",
            (false, true) => "of the second",
            _ => "of none",
        };

        async Task<bool> HasOutputAsync(int i)
        {
            using var http = runner.Client(runner.Token(workspace: workspaces[i]));
            var recorded = await http.GetStringAsync($"/api/workspaces/{workspaces[i]}/sessions/{sessions[i].Id}/recording", RunnerFixture.Patience);
            return recorded.Contains(EventTypes.TerminalOutput, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_fails_for_one_session_keeps_no_other_from_being_kept_within_the_limits()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"hotOutputBytes":262144,"outputDays":30}}""");
        var (one, other) = (await SealedSession.MakeAsync(runner), await SealedSession.MakeAsync(runner));
        await runner.StopRunnerAsync();
        await runner.ChangeLogAsync("UPDATE events SET time = time - 31 * 86400000000; UPDATE segments SET time = time - 31 * 86400000000");
        await runner.StartRunnerAsync();

        // Its folder can't go while there is something in it that is no segment's.
        Directory.CreateDirectory(Path.Combine(one.Folder, "in the way"));
        await CollectAsync(runner, dryRun: false);

        Assert.Empty(other.Segments);
        Assert.Empty(await other.RecordedAsync());
    }

    [Fact]
    public async Task By_a_clock_that_went_ahead_nothing_goes_for_its_age_unless_a_person_asks_for_it()
    {
        const string Settings = """{"limits":{"hotOutputBytes":262144,"outputDays":30}}""";
        await using var runner = await RunnerFixture.StartAsync(Settings);
        var old = await SealedSession.MakeAsync(runner);
        await runner.StopRunnerAsync();
        await runner.ChangeLogAsync("""
            UPDATE events SET time = time - 31 * 86400000000; UPDATE segments SET time = time - 31 * 86400000000;
            UPDATE meta SET value = 'another-boot 100 ' || (strftime('%s', 'now') - 31 * 86400) WHERE name = 'clock'
            """);

        var (options, _) = RunnerOptions.Read(["--data", runner.Data.Root, "--environment", RunnerFixture.EnvironmentId]);
        await using (var app = RunnerHost.Build(options!, silent: true))
        {
            await app.Services.GetRequiredService<Recovery>().LoadAsync(RunnerFixture.Patience);
            Assert.Empty(app.Services.GetRequiredService<Collector>().Run(null, dryRun: false, asked: false).Items);
        }

        await runner.StartRunnerAsync();
        Assert.Equal(old.Printed, await old.RecordedAsync());
        Assert.Contains("clock.ahead", (await runner.SendAsync(HttpMethod.Get, "/runner/status")).Body, StringComparison.Ordinal);
        Assert.Single((await CollectAsync(runner, dryRun: false)).Items);
        Assert.DoesNotContain("clock.ahead", (await runner.SendAsync(HttpMethod.Get, "/runner/status")).Body, StringComparison.Ordinal);
    }

    private static async Task<RetentionReport> CollectAsync(RunnerFixture runner, bool dryRun, string workspace = "default")
    {
        var (status, body) = await runner.SendAsync(
            HttpMethod.Post, $"/api/workspaces/{workspace}/log/collection?dryRun={(dryRun ? "true" : "false")}", token: runner.Token(workspace: workspace));
        Assert.True(status == 200, body);
        return JsonSerializer.Deserialize(body, Wire.Default.RetentionReport)!;
    }
}
