using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Verification;

/// <summary>Logs that a real runner wrote, damaged, and read by its own program: each fault is named and nothing is touched.</summary>
public sealed class VerifyTests
{
    [Fact]
    public async Task A_log_is_whole_while_the_runner_has_it_and_after_it_has_stopped_and_after_it_was_killed()
    {
        await using var runner = await RunnerFixture.StartAsync();
        await LogAsync(runner);
        await runner.ShellAsync("sleep 1000");
        var asked = await AskAsync(runner);
        Assert.Equal(("runner", 2L), (asked.ReadBy, asked.Sessions));
        Assert.Empty(asked.Faults);
        Assert.True(asked.Events > 5);

        var beside = await VerifiedAsync(runner, 0, untouched: false);
        Assert.Equal(("beside", asked.Events), (beside.ReadBy, beside.Events));

        await runner.KillRunnerAsync();
        var copied = await VerifiedAsync(runner, 0);
        Assert.Equal(("copy", asked.Events), (copied.ReadBy, copied.Events));

        await runner.StartRunnerAsync();
        await runner.StopRunnerAsync();
        var closed = await VerifiedAsync(runner, 0);
        Assert.Equal(("files", asked.Sessions), (closed.ReadBy, closed.Sessions));
    }

    [Fact]
    public async Task What_the_cap_has_dropped_and_what_was_removed_is_no_hole()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"outputBytes":1048576}}""");
        var removed = await LogAsync(runner);
        var flood = await runner.ShellAsync("seq 1 400000");
        await runner.EndedAsync(flood.Id);
        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, $"/api/workspaces/default/sessions/{removed}")).Status);
        Assert.Empty((await AskAsync(runner)).Faults);
        await runner.StopRunnerAsync();
        Assert.Empty((await VerifiedAsync(runner, 0)).Faults);
    }

    [Fact]
    public async Task A_hole_is_named_with_the_session_and_the_position()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await LogAsync(runner);
        await runner.StopRunnerAsync();
        await runner.ChangeLogAsync("DELETE FROM events WHERE seq = 2");
        var fault = Assert.Single((await VerifiedAsync(runner, 1)).Faults);
        Assert.Equal(("log.hole", session, 2L, "The event 2 is missing."), (fault.Code, fault.Session, fault.Seq, fault.Found));
        Assert.Contains("Nothing was changed.", fault.Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fact_that_can_not_be_read_is_named_with_its_type()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await LogAsync(runner);
        await runner.StopRunnerAsync();
        await runner.ChangeLogAsync("UPDATE events SET payload = x'7B22' WHERE type = (SELECT id FROM names WHERE name = 'session.started')");
        var fault = Assert.Single((await VerifiedAsync(runner, 1)).Faults);
        Assert.Equal(("log.unparseable", session), (fault.Code, fault.Session));
        Assert.StartsWith("The fact session.started can't be read: ", fault.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_of_no_session_an_epoch_that_goes_back_and_a_type_without_a_name_are_named()
    {
        await using var runner = await RunnerFixture.StartAsync();
        await LogAsync(runner);
        await runner.StopRunnerAsync();
        await runner.ChangeLogAsync("""
            INSERT INTO events SELECT position + 1000, 77, seq, epoch, time, type, principal, key_id, payload FROM events WHERE seq = 1;
            UPDATE events SET epoch = 5 WHERE seq = 1 AND session <> 77;
            UPDATE events SET type = 99 WHERE seq = 2 AND session <> 77;
            """);
        Assert.Equal(
            ["log.epoch-back", "log.no-session", "log.unknown-name"],
            (await VerifiedAsync(runner, 1)).Faults.Select(fault => fault.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_cut_off_is_damaged()
    {
        await using var runner = await RunnerFixture.StartAsync();
        await LogAsync(runner);
        await runner.StopRunnerAsync();
        await using (var file = new FileStream(runner.Data.WorkspaceLog("default"), FileMode.Open))
        {
            file.SetLength(file.Length / 2);
        }

        Assert.All((await VerifiedAsync(runner, 1)).Faults, fault => Assert.Equal("log.damaged", fault.Code));
    }

    [Theory]
    [InlineData("PRAGMA user_version = 99", "newer version")]
    [InlineData("PRAGMA application_id = 7", "no log of Dispatch")]
    public async Task A_database_from_the_future_and_a_foreign_one_are_left_alone(string change, string said)
    {
        await using var runner = await RunnerFixture.StartAsync();
        await LogAsync(runner);
        await runner.StopRunnerAsync();
        await runner.ChangeLogAsync(change);
        var fault = Assert.Single((await VerifiedAsync(runner, 1)).Faults);
        Assert.Equal("log.unusable", fault.Code);
        Assert.Contains(said, fault.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_database_at_all_is_named()
    {
        await using var runner = await RunnerFixture.StartAsync();
        await runner.StopRunnerAsync();
        await File.WriteAllTextAsync(runner.Data.WorkspaceLog("default"), "This is my diary, and it is longer than a header of a database would be. It goes on and on and on.");
        Assert.Equal("log.damaged", Assert.Single((await VerifiedAsync(runner, 1)).Faults).Code);
    }

    [Fact]
    public async Task A_log_that_says_something_else_than_the_runner_holds_is_told()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await LogAsync(runner);
        await runner.ChangeLogAsync("""UPDATE events SET payload = '{"exitCode":9}' WHERE type = (SELECT id FROM names WHERE name = 'session.exited')""");
        var fault = Assert.Single((await AskAsync(runner)).Faults);
        Assert.Equal(("log.projection-differs", session), (fault.Code, fault.Session));
        Assert.Contains("\"exitCode\":9", fault.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_takes_the_capability_to_manage_sessions_and_a_workspace_that_is_there()
    {
        await using var runner = await RunnerFixture.StartAsync();
        const string Path = "/api/workspaces/default/log/verification";
        Assert.Equal(403, (await runner.SendAsync(HttpMethod.Get, Path, token: runner.Token(["session.list"]))).Status);
        Assert.Equal(404, (await runner.SendAsync(HttpMethod.Get, "/api/workspaces/other/log/verification", token: runner.Token(workspace: "other"))).Status);
    }

    private static async Task<string> LogAsync(RunnerFixture runner)
    {
        var session = await runner.ShellAsync("echo one; exit 3");
        await runner.EndedAsync(session.Id);
        return session.Id;
    }

    private static async Task<LogReport> AskAsync(RunnerFixture runner)
    {
        var (status, body) = await runner.SendAsync(HttpMethod.Get, "/api/workspaces/default/log/verification");
        Assert.True(status == 200, body);
        return JsonSerializer.Deserialize(body, Wire.Default.LogReport)!;
    }

    private static async Task<LogReport> VerifiedAsync(RunnerFixture runner, int exitCode, bool untouched = true)
    {
        var before = Content(runner.Data);
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Dispatch.Runner"), ["--verify", "--data", runner.Data.Root])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(RunnerFixture.Patience);
        await process.WaitForExitAsync(RunnerFixture.Patience);
        Assert.True(exitCode == process.ExitCode, output);
        if (untouched)
        {
            Assert.Equal(before, Content(runner.Data));
        }

        return Assert.Single(JsonSerializer.Deserialize(output, Wire.Default.LogReportList)!.Items);
    }

    /// <summary>Every file of the workspaces with its hash.</summary>
    private static string[] Content(DataFolder data) =>
        [.. Directory.EnumerateFiles(data.Workspaces, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Hashed)];

    private static string Hashed(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return $"{file} {Convert.ToHexString(SHA256.HashData(stream))}";
    }
}
