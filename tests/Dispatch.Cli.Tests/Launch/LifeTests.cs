using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol;

namespace Dispatch.Cli.Tests.Launch;

/// <summary>The real programs, started and stopped as a person does.</summary>
public sealed class LifeTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => RunAsync("stop", "--all", "--yes");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Started_it_answers_stopped_the_shells_live_on_and_with_all_they_end()
    {
        var started = await DispatchProgram.ShellAsync(_folder.Path, "said=$($DISPATCH start --port 0) && echo \"$said\"");
        Assert.Equal((0, ""), (started.ExitCode, started.Error));
        Assert.Matches(@"^Dispatch runs at (http://\S+)\nSign in once with \1/sign-in#\S+\n$", started.Output);

        var again = await RunAsync("start");
        Assert.Equal(0, again.ExitCode);
        Assert.StartsWith(started.Output.Split('\n')[0].Replace("Dispatch runs at", "Dispatch is already running at", StringComparison.Ordinal), again.Output, StringComparison.Ordinal);

        var id = (await RunAsync("new", "--name", "shell", "--", "/bin/sh")).Output.Trim();
        await RunAsync("send", id, @"echo $((6*7))\r");
        using var before = await StatusAsync();
        Assert.Equal((1, 1), (before.RootElement.GetProperty("sessions").GetProperty("running").GetInt32(), before.RootElement.GetProperty("sessions").GetProperty("total").GetInt32()));

        var stopped = await RunAsync("stop");
        Assert.Equal(0, stopped.ExitCode);
        Assert.StartsWith("Stopped the server. Its shells live on", stopped.Output, StringComparison.Ordinal);
        Assert.Null(LockFile.Holder(_folder.Data.ServerLock));
        Assert.Equal(1, (await RunAsync("status", "--json")).ExitCode);

        Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);
        using var after = await StatusAsync();
        Assert.NotEqual(Pid(before, "server"), Pid(after, "server"));
        Assert.Equal(Pid(before, "runner"), Pid(after, "runner"));
        Assert.Equal(Pid(before, "keeper"), Pid(after, "keeper"));
        Assert.Contains("42", (await RunAsync("output", "shell")).Output, StringComparison.Ordinal);

        var refused = await RunAsync("stop", "--all");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--yes", refused.OneError, StringComparison.Ordinal);
        var ended = await RunAsync("stop", "--all", "--yes");
        Assert.Equal((0, $"This ends the server, the runner, the keeper and 1 shell: shell ({id}).\nStopped.\n"), (ended.ExitCode, ended.Output));
        Assert.Null(LockFile.Holder(_folder.Data.RunnerLock));
        Assert.Null(LockFile.Holder(_folder.Data.KeeperLock));
    }

    [Fact]
    public async Task Started_again_it_is_where_open_pages_look_for_it()
    {
        var first = (await RunAsync("start", "--port", "0")).Output.Split('\n')[0];
        using (var before = await StatusAsync())
        {
            await DispatchProgram.ShellAsync(_folder.Path, "kill -9 \"$1\"", Pid(before, "server").ToString());
        }

        Assert.Equal(first, (await RunAsync("start")).Output.Split('\n')[0]);
        Assert.Equal(0, (await RunAsync("stop")).ExitCode);
        Assert.Equal(first, (await RunAsync("start")).Output.Split('\n')[0]);
    }

    [Fact]
    public async Task Start_brings_a_killed_runner_back()
    {
        Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);
        using var before = await StatusAsync();
        await DispatchProgram.ShellAsync(_folder.Path, "kill -9 \"$1\"", Pid(before, "runner").ToString());
        Assert.Equal(0, (await RunAsync("start")).ExitCode);
        using var after = await StatusAsync();
        Assert.Equal(Pid(before, "server"), Pid(after, "server"));
        Assert.NotEqual(Pid(before, "runner"), Pid(after, "runner"));
    }

    [Fact]
    public async Task Start_brings_back_a_server_that_ends_while_it_waits_for_it()
    {
        Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);
        using var before = await StatusAsync();
        var result = await DispatchProgram.ShellAsync(
            _folder.Path, "kill -STOP \"$1\"; $DISPATCH start --port 0 & sleep 0.5; kill -9 \"$1\"; wait $!", Pid(before, "server").ToString());
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("Dispatch runs at", result.Output, StringComparison.Ordinal);
        using var after = await StatusAsync();
        Assert.NotEqual(Pid(before, "server"), Pid(after, "server"));
    }

    [Fact]
    public async Task A_session_runs_to_its_end_and_its_code_is_waited_for()
    {
        Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);
        var result = await DispatchProgram.ShellAsync(_folder.Path, "id=$($DISPATCH new -- sh -c 'pwd; exit 5'); $DISPATCH wait $id; echo code=$?; $DISPATCH output $id; $DISPATCH rm $id; $DISPATCH ls");
        Assert.Equal($"code=5\n{_folder.Path}\n", result.Output);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_line_and_leaves_nothing_running()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString();
        var result = await RunAsync("start", "--port", port);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(port, result.OneError, StringComparison.Ordinal);
        Assert.Null(LockFile.Holder(_folder.Data.ServerLock));
    }

    [Fact]
    public async Task A_data_folder_that_can_not_be_is_one_line()
    {
        var result = await RunAsync("start", "--data", "/dev/null/data");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("/dev/null", result.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Started_with_SIGCHLD_ignored_it_refuses()
    {
        var result = await DispatchProgram.ShellAsync(_folder.Path, "exec bash -c 'trap \"\" CHLD; exec $DISPATCH start --port 0'");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("dispatch: SIGCHLD is ignored here", result.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_foreground_it_stops_with_the_command_that_started_it()
    {
        var result = await DispatchProgram.ShellAsync(
            _folder.Path, "$DISPATCH start --port 0 --foreground >out 2>&1 & until grep -q 'Sign in' out; do sleep 0.1; done; kill -TERM $!; wait $!; echo code=$?");
        Assert.Equal("code=143\n", result.Output);
        Assert.Null(LockFile.Holder(_folder.Data.ServerLock));
    }

    [Fact]
    public async Task A_rotated_key_opens_and_the_old_one_does_not()
    {
        Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);
        var old = (await RunAsync("key")).Output.Trim();
        Assert.Equal(0, (await RunAsync("key", "rotate")).ExitCode);
        Assert.NotEqual(old, (await RunAsync("key", "show")).Output.Trim());
        Assert.Equal(0, (await RunAsync("ls")).ExitCode);
        var refused = await DispatchProgram.ShellAsync(_folder.Path, "DISPATCH_KEY=$1 exec $DISPATCH ls", old);
        Assert.Equal(1, refused.ExitCode);
    }

    private Task<CliResult> RunAsync(params string[] arguments) => DispatchProgram.RunAsync(_folder.Path, arguments);

    private async Task<JsonDocument> StatusAsync()
    {
        var result = await RunAsync("status", "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return JsonDocument.Parse(result.Output);
    }

    private static int Pid(JsonDocument status, string part) => status.RootElement.GetProperty(part).GetProperty("pid").GetInt32();
}
