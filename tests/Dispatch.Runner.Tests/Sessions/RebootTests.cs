using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Tests.Sessions;

/// <summary>Runner and keeper are both gone, as after the machine went down.</summary>
public sealed class RebootTests
{
    [Fact]
    public async Task After_another_boot_the_epoch_is_new_and_a_session_is_lost_with_a_reason_and_its_whole_past()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync("printf 'first\\nsecond\\n'; exec cat");
        var before = await SeenAsync(runner, session, "second\r\n");

        await EndBothAsync(runner);
        await runner.ChangeLogAsync("UPDATE meta SET value = 'the boot before' WHERE name = 'boot'");
        await runner.StartRunnerAsync();

        await using var after = await runner.AttachAsync(session.Id, new AttachRequest { From = before });
        await after.UntilAsync(EventTypes.SessionLost);
        Assert.Equal("epoch", Assert.Single(after.Messages.OfType<Gap>()).Reason);
        Assert.Equal("first\r\nsecond\r\n", after.Text);
        Assert.Equal("first\nsecond\n", await runner.TextAsync(session.Id, "screen?format=text"));
        var lost = await runner.GetAsync(session.Id);
        Assert.Equal((SessionState.Lost, before.Epoch + 1, null), (lost.State, lost.Epoch, lost.Pid));
        Assert.Contains("the keeper or the machine", lost.Reason, StringComparison.Ordinal);
        Assert.Contains("restart it", lost.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_outlives_its_keeper_and_its_runner_is_found_and_ended()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"graceSeconds":1}}""");
        var session = await runner.ShellAsync("trap '' HUP; echo ready; while :; do sleep 1; done");
        var before = await SeenAsync(runner, session, "ready");
        using var program = ProcessHandle.TryOpen(session.Pid!.Value)!;

        await EndBothAsync(runner);
        Assert.False(program.WaitForExit(TimeSpan.Zero));
        await runner.StartRunnerAsync();

        Assert.True(await Task.Run(() => program.WaitForExit(TimeSpan.FromSeconds(30))));
        await using var after = await runner.AttachAsync(session.Id, new AttachRequest { From = before });
        await after.UntilAsync(EventTypes.SessionLost);

        // The machine is the same one: what the log had, it has.
        Assert.Empty(after.Messages.OfType<Gap>());
    }

    [Fact]
    public async Task A_lost_session_is_restarted_in_the_same_folder_with_the_same_command_and_the_variables_it_was_given()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var folder = Directory.CreateDirectory(Path.Combine(runner.Data.Root, "work")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "tell"), "echo \"[$PWD] [$1] [$2] [$GIVEN]\"\nexec cat\n");
        var session = await runner.CreateAsync(new CreateSession
        {
            Cwd = folder,
            Command = ["/bin/sh", "./tell", "two words", "*"],
            Env = new Dictionary<string, string> { ["GIVEN"] = "when it was made" },
        });
        var told = $"[{folder}] [two words] [*] [when it was made]\r\n";
        await SeenAsync(runner, session, told);

        await EndBothAsync(runner);
        await runner.StartRunnerAsync();
        await using var after = await runner.AttachAsync(session.Id);
        await after.UntilAsync(EventTypes.SessionLost);
        var (status, body) = await runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/sessions/{session.Id}/restart");

        Assert.True(status == 200, body);
        await after.UntilTextAsync(told + told);
        Assert.Equal(SessionState.Running, (await runner.GetAsync(session.Id)).State);
    }

    [Fact]
    public async Task A_restart_takes_all_other_variables_of_the_last_start()
    {
        const string Variable = "REBOOT_TESTS_START";
        await using var runner = await RunnerFixture.StartAsync(variables: [(Variable, "first")]);
        var session = await runner.ShellAsync($"echo \"[${Variable}]\"; exec cat");
        await SeenAsync(runner, session, "[first]\r\n");

        await EndBothAsync(runner);
        runner.Variables = [(Variable, "second")];
        await runner.StartRunnerAsync();
        await using var after = await runner.AttachAsync(session.Id);
        await after.UntilAsync(EventTypes.SessionLost);
        await runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/sessions/{session.Id}/restart");

        await after.UntilTextAsync("[first]\r\n[second]\r\n");
    }

    /// <returns>The position that a client had come to then.</returns>
    private static async Task<Position> SeenAsync(RunnerFixture runner, SessionInfo session, string text)
    {
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilTextAsync(text);
        return client.Position;
    }

    /// <summary>The runner first, so that it sees nothing of the keeper's end.</summary>
    private static async Task EndBothAsync(RunnerFixture runner)
    {
        await runner.KillRunnerAsync();
        using var keeper = ProcessHandle.TryOpen(LockFile.Holder(runner.Data.KeeperLock)!.Value)!;
        keeper.Send(Signals.Kill);
        Assert.True(keeper.WaitForExit(TimeSpan.FromSeconds(10)));
    }
}
