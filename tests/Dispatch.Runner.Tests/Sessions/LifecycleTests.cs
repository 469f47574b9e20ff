using System.Net;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Native;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Tests.Sessions;

public class LifecycleTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    private const string Collection = "/api/workspaces/default/sessions";

    [Theory]
    [InlineData("exit 0", 0, null)]
    [InlineData("exit 7", 7, null)]
    [InlineData("kill -9 $$", null, "SIGKILL")]
    public async Task A_session_says_how_its_process_ended(string script, int? code, string? signal)
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync(script);
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(EventTypes.SessionExited);
        var ended = await runner.GetAsync(session.Id);
        Assert.Equal(SessionState.Exited, ended.State);
        Assert.Equal((code, signal, null), (ended.ExitCode, ended.Signal, ended.Pid));
    }

    [Fact]
    public async Task A_session_that_is_given_no_name_is_called_by_its_program_and_a_number_when_that_is_taken()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var names = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            names.Add((await runner.CreateAsync(new CreateSession { Command = ["/bin/cat"] })).Name);
        }

        Assert.Equal(["cat", "cat 2", "cat 3"], names);
        Assert.Equal("cat", (await runner.CreateAsync(new CreateSession { Command = ["/bin/cat"], Name = "cat" })).Name);
    }

    [Fact]
    public async Task What_a_process_printed_before_it_exited_at_once_is_all_there()
    {
        var runner = shared.Runner;
        for (var round = 0; round < 30; round++)
        {
            var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/echo", $"round {round} done"] });
            await using var client = await runner.AttachAsync(session.Id);
            await client.UntilAsync(EventTypes.SessionExited);
            Assert.Equal($"round {round} done\r\n", client.Text);
        }
    }

    [Fact]
    public async Task A_hundred_sessions_start_at_once_and_each_has_its_own_output()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var sessions = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => runner.ShellAsync($"echo I am {number}; exit {number}")));
        await Task.WhenAll(sessions.Select(async (session, number) =>
        {
            await using var client = await runner.AttachAsync(session.Id);
            await client.UntilAsync(EventTypes.SessionExited);
            Assert.Equal($"I am {number}\r\n", client.Text);
            Assert.Equal(number, (await runner.GetAsync(session.Id)).ExitCode);
        }));
    }

    [Fact]
    public async Task A_restart_keeps_the_id_and_the_past_and_its_positions_go_on()
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync("echo once more");
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(EventTypes.SessionExited);
        var before = client.Position.Seq;

        var (status, body) = await runner.SendAsync(HttpMethod.Post, $"{Collection}/{session.Id}/restart");
        Assert.Equal(200, status);
        var again = JsonSerializer.Deserialize(body, Wire.Default.SessionInfo)!;
        Assert.Equal((session.Id, 1), (again.Id, again.Restarts));
        await client.UntilAsync(() => client.Messages.OfType<EventMessage>().Count(message => message.Type == EventTypes.SessionExited) == 2 ? client : null);
        Assert.Equal("once more\r\nonce more\r\n", client.Text);
        Assert.True(client.Messages.OfType<EventMessage>().Single(message => message.Type == EventTypes.SessionRestarted).Seq > before);
    }

    [Fact]
    public async Task A_running_session_can_be_neither_restarted_nor_removed_and_an_ended_one_can()
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync("sleep 600");
        Assert.Equal(409, (await runner.SendAsync(HttpMethod.Post, $"{Collection}/{session.Id}/restart")).Status);
        Assert.Equal(409, (await runner.SendAsync(HttpMethod.Delete, $"{Collection}/{session.Id}")).Status);

        var (status, body) = await runner.SendAsync(HttpMethod.Post, $"{Collection}/{session.Id}/end");
        Assert.Equal(200, status);
        Assert.Equal("SIGHUP", JsonSerializer.Deserialize(body, Wire.Default.SessionInfo)!.Signal);
        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, $"{Collection}/{session.Id}")).Status);
        Assert.Equal(404, (await runner.SendAsync(HttpMethod.Get, $"{Collection}/{session.Id}")).Status);
    }

    [Fact]
    public async Task A_process_that_ignores_the_hangup_is_killed_after_the_grace_time()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"graceSeconds":1}}""");
        var session = await runner.ShellAsync("trap '' HUP; echo ready; while :; do sleep 600; done");
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilTextAsync("ready");
        var (_, body) = await runner.SendAsync(HttpMethod.Post, $"{Collection}/{session.Id}/end");
        Assert.Equal("SIGKILL", JsonSerializer.Deserialize(body, Wire.Default.SessionInfo)!.Signal);
    }

    [Fact]
    public async Task The_same_request_id_makes_one_session_even_over_a_runners_death()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var request = new CreateSession { RequestId = "mine", Command = ["/bin/sleep", "600"] };
        var made = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => runner.CreateAsync(request)));
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        Assert.Equal((await runner.CreateAsync(request)).Id, made.Select(session => session.Id).Distinct().Single());
    }

    [Fact]
    public async Task Sessions_whose_keeper_is_killed_are_lost_and_can_be_restarted()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/cat"] });
        await using var client = await runner.AttachAsync(session.Id);
        using (var keeper = ProcessHandle.TryOpen(LockFile.Holder(runner.Data.KeeperLock)!.Value))
        {
            keeper!.Send(Signals.Kill);
        }

        await client.UntilAsync(EventTypes.SessionLost);
        Assert.Equal(SessionState.Lost, (await runner.GetAsync(session.Id)).State);
        while ((await runner.SendAsync(HttpMethod.Post, $"{Collection}/{session.Id}/restart")).Status == (int)HttpStatusCode.ServiceUnavailable)
        {
            await Task.Delay(50);
        }

        Assert.Equal(SessionState.Running, (await runner.GetAsync(session.Id)).State);
    }

    [Fact]
    public async Task A_program_that_outlives_its_keeper_is_ended()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"graceSeconds":1}}""");
        var session = await runner.ShellAsync("trap '' HUP; echo ready; while :; do sleep 1; done");
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilTextAsync("ready");
        using var program = ProcessHandle.TryOpen((await runner.GetAsync(session.Id)).Pid!.Value)!;
        using (var keeper = ProcessHandle.TryOpen(LockFile.Holder(runner.Data.KeeperLock)!.Value))
        {
            keeper!.Send(Signals.Kill);
        }

        await client.UntilAsync(EventTypes.SessionLost);
        Assert.True(await Task.Run(() => program.WaitForExit(TimeSpan.FromSeconds(30))));
    }

    [Theory]
    [InlineData("""{"command":["no-such-program"]}""", "session.command-not-found", "no-such-program")]
    [InlineData("""{"cwd":"/no/such/folder"}""", "session.folder-missing", "/no/such/folder")]
    [InlineData("""{"name":""}""", "session.bad-name", "100")]
    [InlineData("""{"name":"two\nlines"}""", "session.bad-name", "control")]
    [InlineData("""{"cols":0}""", "session.bad-size", "1000")]
    [InlineData("""{"rows":1001}""", "session.bad-size", "1001")]
    [InlineData("""{"kind":"piano"}""", "session.unknown-kind", "terminal")]
    [InlineData("""{"command":["a\u0000b"]}""", "session.bad-command", "NUL")]
    [InlineData("""{"env":{"A=B":"c"}}""", "session.bad-variable", "=")]
    [InlineData("""{"command":["a",null]}""", "session.bad-command", "NUL")]
    [InlineData("""{"command":[null]}""", "session.bad-command", "NUL")]
    [InlineData("""{"cwd":"/tmp/a\u0000b"}""", "session.bad-folder", "NUL")]
    [InlineData("""{"requestId":""}""", "session.bad-request-id", "100")]
    [InlineData("{", "request.malformed", "JSON")]
    public async Task What_cant_be_started_is_refused_with_its_name_and_nothing_is_half_made(string json, string code, string names)
    {
        var runner = shared.Runner;
        var before = (await runner.SendAsync(HttpMethod.Get, Collection)).Body;
        var (status, body) = await runner.SendAsync(HttpMethod.Post, Collection, json);
        var problem = JsonSerializer.Deserialize(body, Wire.Default.Problem)!;
        Assert.Equal((400, code), (status, problem.Code));
        Assert.Contains(names, problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Detail);
        Assert.Equal(before, (await runner.SendAsync(HttpMethod.Get, Collection)).Body);
    }

    [Fact]
    public async Task A_removed_session_gives_its_room_on_the_disk_back()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync("seq 1 300000");
        await using (var client = await runner.AttachAsync(session.Id))
        {
            await client.UntilAsync(EventTypes.SessionExited);
        }

        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, $"{Collection}/{session.Id}")).Status);
        await using var log = new SqliteConnection($"Data Source={runner.Data.WorkspaceLog("default")};Mode=ReadOnly;Pooling=False");
        await log.OpenAsync();
        await using var pages = log.CreateCommand();
        pages.CommandText = "PRAGMA freelist_count";
        Assert.Equal(0L, await pages.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":null}""")]
    public async Task A_renaming_without_a_name_is_refused(string json)
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync("exec sleep 600");
        var (status, body) = await runner.SendAsync(HttpMethod.Patch, $"{Collection}/{session.Id}", json);
        Assert.Equal((400, "session.bad-name"), (status, JsonSerializer.Deserialize(body, Wire.Default.Problem)!.Code));
    }

    [Fact]
    public async Task More_sessions_than_the_limit_are_refused()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"sessions":2}}""");
        await runner.ShellAsync("sleep 600");
        await runner.ShellAsync("sleep 600");
        var (status, body) = await runner.SendAsync(HttpMethod.Post, Collection, "{}");
        Assert.Equal((409, "session.too-many"), (status, JsonSerializer.Deserialize(body, Wire.Default.Problem)!.Code));
    }

    [Fact]
    public async Task A_shells_environment_has_nothing_of_dispatchs_own_and_no_models_key()
    {
        Environment.SetEnvironmentVariable("ANTHROPIC_API_KEY", "secret-1");
        Environment.SetEnvironmentVariable("TERMINAL_KEY", "secret-2");
        Environment.SetEnvironmentVariable("DISPATCH_KEY", "secret-3");
        var runner = shared.Runner;
        var session = await runner.CreateAsync(new CreateSession { Command = ["/usr/bin/env"], Env = new Dictionary<string, string> { ["MINE"] = "yes" } });
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(EventTypes.SessionExited);
        Assert.DoesNotContain("secret-", client.Text, StringComparison.Ordinal);
        Assert.Contains($"DISPATCH_SESSION={session.Id}", client.Text, StringComparison.Ordinal);
        Assert.Contains("MINE=yes", client.Text, StringComparison.Ordinal);
        Assert.Contains("TERM=xterm-256color", client.Text, StringComparison.Ordinal);
    }
}
