using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Retention;

/// <summary>Old output lies in segments, and nobody who reads the past can tell.</summary>
public sealed class SealingTests
{
    [Fact]
    public async Task What_was_sealed_is_read_back_whole_in_its_order_and_after_restarts_too()
    {
        await using var runner = await RunnerFixture.StartAsync(SealedSession.Settings);
        var session = await SealedSession.MakeAsync(runner);
        Assert.True(session.Segments.Length > 3, $"{session.Segments.Length} segments");

        Assert.Equal(session.Printed, await session.RecordedAsync());
        Assert.Empty(await session.FaultsAsync());
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        Assert.Equal(session.Printed, await session.RecordedAsync());
        Assert.Empty(await session.FaultsAsync());
        Assert.All(session.Segments, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task Clients_the_timeline_and_screens_of_the_past_go_on_over_what_was_sealed()
    {
        await using var runner = await RunnerFixture.StartAsync(SealedSession.Settings);
        var session = await SealedSession.MakeAsync(runner);

        await using var client = await runner.AttachAsync(session.Id, new AttachRequest());
        await client.UntilAsync(EventTypes.SessionExited);
        Assert.DoesNotContain(client.Messages.OfType<Gap>(), gap => gap.Reason == "pruned");
        Assert.Equal(session.Printed, client.Text);

        var timeline = JsonSerializer.Deserialize(await runner.TextAsync(session.Id, "timeline"), Wire.Default.Timeline)!;
        Assert.Equal((1, session.Printed.Length), (timeline.First, (int)timeline.Points.Sum(point => point.Bytes)));
        Assert.Equal(100, timeline.Resizes[^1].Cols);

        var past = await runner.TextAsync(session.Id, "screen?at=10");
        Assert.Contains(past.Split('\n', StringSplitOptions.RemoveEmptyEntries)[0].Trim(), session.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sealing_that_was_cut_off_leaves_nothing_behind_and_a_removed_session_no_segments()
    {
        await using var runner = await RunnerFixture.StartAsync(SealedSession.Settings);
        var session = await SealedSession.MakeAsync(runner);
        await runner.StopRunnerAsync();
        string[] left = [Path.Combine(session.Folder, "000000999999.seg"), Path.Combine(session.Folder, "000000999998.seg.new")];
        foreach (var file in left)
        {
            File.Copy(session.Segments[0], file);
        }

        await runner.StartRunnerAsync();
        while (left.Any(File.Exists))
        {
            await Task.Delay(20, RunnerFixture.Patience);
        }

        Assert.Equal(session.Printed, await session.RecordedAsync());
        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, $"/api/workspaces/default/sessions/{session.Id}")).Status);
        Assert.False(Directory.Exists(session.Folder));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_segment_that_is_damaged_or_gone_is_a_gap_that_is_told_and_named(bool gone)
    {
        await using var runner = await RunnerFixture.StartAsync(SealedSession.Settings);
        var session = await SealedSession.MakeAsync(runner);
        await runner.StopRunnerAsync();
        var chosen = session.Segments[1];
        if (gone)
        {
            File.Delete(chosen);
        }
        else
        {
            var bytes = await File.ReadAllBytesAsync(chosen);
            bytes[^20] ^= 1;
            await File.WriteAllBytesAsync(chosen, bytes);
        }

        await runner.StartRunnerAsync();

        var fault = Assert.Single(await session.FaultsAsync());
        Assert.Equal(("log.segment", session.Id), (fault.Code, fault.Session));
        Assert.Contains(chosen, fault.Found, StringComparison.Ordinal);
        var kept = await session.RecordedAsync();
        Assert.InRange(kept.Length, session.Printed.Length - 262_144, session.Printed.Length - 1);
        Assert.StartsWith(session.Printed[..100_000], kept, StringComparison.Ordinal);
        Assert.EndsWith(session.Printed[^1_000_000..], kept, StringComparison.Ordinal);

        await using var client = await runner.AttachAsync(session.Id, new AttachRequest());
        await client.UntilAsync(EventTypes.SessionExited);
        Assert.True(Assert.Single(client.Messages.OfType<Gap>(), gap => gap.Reason == "hole").First > fault.Seq);
        Assert.Equal(kept, client.Text);
    }

    [Fact]
    public async Task A_copy_of_the_log_for_a_backup_or_for_the_next_version_has_the_segments()
    {
        await using var runner = await RunnerFixture.StartAsync(SealedSession.Settings);
        var session = await SealedSession.MakeAsync(runner);
        var copy = new DataFolder(Path.Combine(runner.Data.Root, "copy"));

        await runner.RunAsync(0, "--copy-logs", copy.Root);
        await runner.RunAsync(0, "--prove");

        Assert.Equal(
            session.Segments.Select(Path.GetFileName),
            Directory.GetFiles(Path.Combine(copy.Workspaces, "default", "segments", session.Id)).Order(StringComparer.Ordinal).Select(Path.GetFileName));
        Assert.Empty(await session.FaultsAsync());
    }
}
