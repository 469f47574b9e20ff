using System.Text.Json;
using Dispatch.Cli.Tests.Support;

namespace Dispatch.Cli.Tests.Upgrades;

/// <summary>The real programs, swapped for others while a shell works.</summary>
public sealed class UpgradeTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestFolder _next = new();

    private string NextProgram => Path.Combine(_next.Path, "dispatch");

    public async Task InitializeAsync()
    {
        Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);
        // Links: nothing is written to them, only put in their place.
        Assert.Equal(0, (await DispatchProgram.ShellAsync(_folder.Path, "cp -al \"$1/.\" \"$2\" || cp -a \"$1/.\" \"$2\"", AppContext.BaseDirectory, _next.Path)).ExitCode);
    }

    public async Task DisposeAsync() => await RunAsync("stop", "--all", "--yes");

    public void Dispose()
    {
        _folder.Dispose();
        _next.Dispose();
    }

    [Fact]
    public async Task Server_and_runner_are_swapped_and_a_shell_goes_on_without_losing_a_line()
    {
        var id = (await RunAsync("new", "--", "/bin/sh", "-c", $"i=0; until [ -e '{_folder.Path}/enough' ]; do i=$((i+1)); echo \"line $i\"; sleep 0.01; done")).Output.Trim();
        var before = await PartsAsync();
        var pid = await ShellAsync(id);

        var seen = await LinesAsync(id);

        var upgraded = await UpgradeAsync();

        Assert.Equal((0, ""), (upgraded.ExitCode, upgraded.Error));
        Assert.Contains("goes on from a copy of the log: 1 session,", upgraded.Output, StringComparison.Ordinal);
        Assert.Contains("1 shell lived on.", upgraded.Output, StringComparison.Ordinal);
        var after = await PartsAsync();
        Assert.Equal((_next.Path, _next.Path), (FolderOf(after.Server), FolderOf(after.Runner)));
        Assert.Equal((before.Keeper, before.Url, pid), (after.Keeper, after.Url, await ShellAsync(id)));
        Assert.NotEqual(before.Server, after.Server);
        Assert.Empty(Directory.GetDirectories(_folder.Path, "proof-*"));

        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "enough"), "");
        Assert.Equal(0, (await RunAsync("wait", id)).ExitCode);
        var lines = await LinesAsync(id);
        Assert.True(lines.Length > seen.Length);
        Assert.Equal(Enumerable.Range(1, lines.Length).Select(n => $"line {n}"), lines);

        var again = await UpgradeAsync();
        Assert.Equal((0, $"Dispatch runs this version already, from {_next.Path}.\n"), (again.ExitCode, again.Output));
    }

    [Fact]
    public async Task A_runner_that_cannot_read_the_log_is_not_swapped_in()
    {
        ReplaceRunner("echo 'The log is of another world.' >&2; exit 1");
        var before = await PartsAsync();

        var refused = await UpgradeAsync();

        Assert.Equal(1, refused.ExitCode);
        Assert.Equal("dispatch: The new runner can't go on from this log, so nothing was changed: The log is of another world.", refused.OneError);
        Assert.Equal(before, await PartsAsync());
    }

    [Fact]
    public async Task A_version_that_does_not_come_up_makes_room_for_the_one_of_before()
    {
        var id = (await RunAsync("new", "--", "/bin/cat")).Output.Trim();
        var (before, pid) = (await PartsAsync(), await ShellAsync(id));
        var folder = FolderOf(before.Server);
        ReplaceRunner("case \"$*\" in *--prove*) exec \"$0.real\" \"$@\";; esac; echo 'No room in the yard.' >&2; exit 1");

        var failed = await UpgradeAsync();

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("The new version didn't come up, and the one of before runs again: ", failed.OneError, StringComparison.Ordinal);
        Assert.Contains("No room in the yard.", failed.OneError, StringComparison.Ordinal);
        var after = await PartsAsync();
        Assert.Equal((folder, folder), (FolderOf(after.Server), FolderOf(after.Runner)));
        Assert.Equal((before.Keeper, before.Url, pid), (after.Keeper, after.Url, await ShellAsync(id)));
    }

    [Fact]
    public async Task With_no_room_for_a_log_nothing_is_changed()
    {
        var before = await PartsAsync();
        TakeLogsAway();

        var refused = await UpgradeAsync();

        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("dispatch: Nothing was changed, as a new server would have nowhere to write its log.", refused.OneError, StringComparison.Ordinal);
        Assert.Equal(before, await PartsAsync());
    }

    [Fact]
    public async Task When_the_logs_can_no_longer_be_written_it_says_so_and_the_shells_wait_for_the_next_start()
    {
        var id = (await RunAsync("new", "--", "/bin/cat")).Output.Trim();
        var (before, pid) = (await PartsAsync(), await ShellAsync(id));
        var logs = Path.Combine(_folder.Path, "logs");
        ReplaceRunner($"case \"$*\" in *--prove*) exec \"$0.real\" \"$@\";; esac; mv '{logs}' '{logs}.aside' && echo taken >'{logs}'; echo 'No room in the yard.' >&2; exit 1");

        var failed = await UpgradeAsync();

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("nor did the one of before: ", failed.OneError, StringComparison.Ordinal);
        Assert.Contains(logs, failed.OneError, StringComparison.Ordinal);
        Assert.Contains("The shells live on with the keeper", failed.OneError, StringComparison.Ordinal);
        File.Delete(logs);
        Directory.Move(logs + ".aside", logs);
        Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);
        Assert.Equal((before.Keeper, pid), ((await PartsAsync()).Keeper, await ShellAsync(id)));
    }

    [Fact]
    public async Task A_try_changes_nothing_and_without_a_server_there_is_nothing_to_upgrade()
    {
        var before = await PartsAsync();

        var tried = await DispatchProgram.ShellAsync(_folder.Path, "exec \"$@\"", NextProgram, "upgrade", "--check");

        Assert.Equal((0, ""), (tried.ExitCode, tried.Error));
        Assert.EndsWith("Nothing was changed. To go on: dispatch upgrade\n", tried.Output, StringComparison.Ordinal);
        Assert.Equal(before, await PartsAsync());

        await RunAsync("stop", "--all", "--yes");
        var none = await UpgradeAsync();
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("dispatch start starts the newest version", none.OneError, StringComparison.Ordinal);
    }

    private static string FolderOf(int pid) => Path.GetDirectoryName(new FileInfo($"/proc/{pid}/exe").LinkTarget)!;

    /// <summary>A file in its place: it hinders root too, whom no permission does.</summary>
    private void TakeLogsAway()
    {
        var logs = Path.Combine(_folder.Path, "logs");
        Directory.Move(logs, logs + ".aside");
        File.WriteAllText(logs, "taken");
    }

    /// <summary>A program in its place, which finds the real one beside it.</summary>
    private void ReplaceRunner(string script)
    {
        var runner = Path.Combine(_next.Path, "Dispatch.Runner");
        File.Move(runner, runner + ".real");
        File.WriteAllText(runner, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(runner, File.GetUnixFileMode(runner + ".real"));
    }

    private Task<CliResult> RunAsync(params string[] arguments) => DispatchProgram.RunAsync(_folder.Path, arguments);

    private Task<CliResult> UpgradeAsync() => DispatchProgram.ShellAsync(_folder.Path, "exec \"$@\"", NextProgram, "upgrade");

    private async Task<Parts> PartsAsync()
    {
        using var status = JsonDocument.Parse((await RunAsync("status", "--json")).Output);
        int Pid(string part) => status.RootElement.GetProperty(part).GetProperty("pid").GetInt32();
        return new Parts(Pid("server"), Pid("runner"), Pid("keeper"), status.RootElement.GetProperty("url").GetString()!);
    }

    private async Task<string[]> LinesAsync(string id) =>
        (await RunAsync("output", id)).Output.Split(["\r\n", "\n"], StringSplitOptions.RemoveEmptyEntries);

    private async Task<int> ShellAsync(string id)
    {
        using var list = JsonDocument.Parse((await RunAsync("ls", "--json")).Output);
        return list.RootElement.EnumerateArray().Single(session => session.GetProperty("id").GetString() == id).GetProperty("pid").GetInt32();
    }

    private sealed record Parts(int Server, int Runner, int Keeper, string Url);
}
