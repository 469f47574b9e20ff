using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Tests.Retention;

/// <summary>What is too much or too old goes, the oldest first; positions stay, and whoever reads the past goes on.</summary>
public sealed class RetentionTests
{
    [Theory]
    [InlineData("""{"limits":{"hotOutputBytes":262144,"outputBytes":600000}}""")]
    [InlineData("""{"limits":{"hotOutputBytes":262144,"totalOutputBytes":262144}}""")]
    [InlineData("""{"limits":{"hotOutputBytes":262144,"printedBytes":1000000}}""")]
    public async Task Beyond_a_limit_the_oldest_segments_go_and_the_rest_is_read_as_before(string settings)
    {
        await using var runner = await RunnerFixture.StartAsync(settings);
        var session = await SealedSession.MakeAsync(runner, sealedSegments: 0);
        await SealedSession.UntilAsync(async () => (await session.RecordedAsync()).Length is > 100_000 and var left && left < session.Printed.Length - 100_000);
        var kept = await session.RecordedAsync();
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
        Assert.Equal(kept, await session.RecordedAsync());
        Assert.Empty(await session.FaultsAsync());
    }

    [Fact]
    public async Task What_is_too_old_is_named_by_a_dry_run_and_gone_after_the_other()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"hotOutputBytes":262144,"outputDays":30}}""");
        var old = await SealedSession.MakeAsync(runner);
        await runner.StopRunnerAsync();
        await ChangeAsync(runner, "UPDATE events SET time = time - 31 * 86400000000; UPDATE segments SET time = time - 31 * 86400000000");
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

    private static async Task<RetentionReport> CollectAsync(RunnerFixture runner, bool dryRun)
    {
        var (status, body) = await runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/log/collection?dryRun={(dryRun ? "true" : "false")}");
        Assert.True(status == 200, body);
        return JsonSerializer.Deserialize(body, Wire.Default.RetentionReport)!;
    }

    private static async Task ChangeAsync(RunnerFixture runner, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={runner.Data.WorkspaceLog("default")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only texts of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
