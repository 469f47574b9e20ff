using System.Globalization;
using System.Text.RegularExpressions;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Tests.Sessions;

/// <summary>What a session's program left in the background ends with the session, and what was taken out of it on purpose doesn't.</summary>
public sealed partial class LeftBehindTests
{
    private const string Collection = "/api/workspaces/default/sessions";

    // As a shell with job control does it: each job in a process group of its own. That hears neither a hang-up nor the wish to end.
    private const string Jobs = """
        set -m
        nohup sh -c 'trap "" TERM; echo stubborn=$$. >/dev/tty; while :; do sleep 1; done' >/dev/null 2>&1 &
        setsid sh -c 'echo detached=$$.; exec sleep 600' &
        """;

    [Fact]
    public async Task A_session_that_is_ended_ends_its_jobs_even_those_that_hear_no_hangup_but_none_that_was_detached()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"graceSeconds":1}}""");
        var (session, stubborn, detached) = await StartAsync(runner, "cat");
        using (stubborn)
        using (detached)
        {
            Assert.Equal(200, (await runner.SendAsync(HttpMethod.Post, $"{Collection}/{session.Id}/end")).Status);
            Assert.Equal(SessionState.Exited, (await runner.GetAsync(session.Id)).State);
            await EndsAsync(stubborn);
            Assert.False(detached.WaitForExit(TimeSpan.Zero));
            detached.Send(Signals.Kill);
        }
    }

    [Fact]
    public async Task What_a_program_left_when_it_ended_by_itself_goes_on_until_its_session_is_removed()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"graceSeconds":1}}""");
        var (session, stubborn, detached) = await StartAsync(runner, "read enough");
        using (stubborn)
        using (detached)
        {
            await runner.TypeAsync(session.Id, "\r");
            await runner.EndedAsync(session.Id);
            Assert.False(stubborn.WaitForExit(TimeSpan.FromMilliseconds(200)));

            Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, $"{Collection}/{session.Id}")).Status);
            await EndsAsync(stubborn);
            Assert.False(detached.WaitForExit(TimeSpan.Zero));
            detached.Send(Signals.Kill);
        }
    }

    [Fact]
    public async Task Jobs_that_outlive_the_keeper_are_ended_by_the_next_runner()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"graceSeconds":1}}""");
        var (session, stubborn, detached) = await StartAsync(runner, "cat");
        using (stubborn)
        using (detached)
        {
            await runner.KillRunnerAsync();
            using (var keeper = ProcessHandle.TryOpen(LockFile.Holder(runner.Data.KeeperLock)!.Value)!)
            {
                keeper.Send(Signals.Kill);
                Assert.True(keeper.WaitForExit(TimeSpan.FromSeconds(10)));
            }

            Assert.False(stubborn.WaitForExit(TimeSpan.Zero));
            await runner.StartRunnerAsync();

            await EndsAsync(stubborn);
            Assert.Equal(SessionState.Lost, (await runner.GetAsync(session.Id)).State);
            Assert.False(detached.WaitForExit(TimeSpan.Zero));
            detached.Send(Signals.Kill);
        }
    }

    private static async Task<(SessionInfo Session, ProcessHandle Stubborn, ProcessHandle Detached)> StartAsync(RunnerFixture runner, string then)
    {
        var session = await runner.ShellAsync($"{Jobs}\n{then}");
        await using var client = await runner.AttachAsync(session.Id);
        var stubborn = await client.UntilAsync(() => Told(client, "stubborn"));
        var detached = await client.UntilAsync(() => Told(client, "detached"));
        return (await runner.GetAsync(session.Id), ProcessHandle.TryOpen(Number(stubborn))!, ProcessHandle.TryOpen(Number(detached))!);
    }

    private static string? Told(AttachedTestClient client, string name) =>
        Pids().Matches(client.Text).FirstOrDefault(match => match.Groups[1].Value == name)?.Groups[2].Value;

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static async Task EndsAsync(ProcessHandle process) =>
        Assert.True(await Task.Run(() => process.WaitForExit(TimeSpan.FromSeconds(30))), "it goes on");

    [GeneratedRegex(@"(stubborn|detached)=(\d+)\.")]
    private static partial Regex Pids();
}
