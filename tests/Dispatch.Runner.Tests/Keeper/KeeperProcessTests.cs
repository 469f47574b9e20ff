using System.Diagnostics;
using Dispatch.Protocol;
using Dispatch.Runner.Keeper;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Tests.Keeper;

public sealed class KeeperProcessTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Dispatch.Runner");

    [Fact]
    public async Task Its_socket_is_for_its_owner_alone_and_so_is_the_folder()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(keeper.Folder.KeeperSocket));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(keeper.Folder.Run));
        Assert.Equal(keeper.Client.KeeperPid, LockFile.Holder(keeper.Folder.KeeperLock));
        Assert.NotEmpty(keeper.Client.KeeperVersion);
    }

    [Fact]
    public async Task Runners_that_start_at_once_find_one_keeper()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => KeeperLauncher.EnsureAsync(keeper.Folder, new Recorder(), TimeProvider.System, KeeperFixture.Patience)));
        Assert.All(clients, client => Assert.Equal(keeper.Client.KeeperPid, client.KeeperPid));
        Array.ForEach(clients, client => client.Dispose());
        await keeper.ReconnectAsync();
    }

    [Fact]
    public async Task A_second_one_for_the_same_folder_refuses_and_names_the_first()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var (code, said) = await RunAsync(Program, "--keeper", "--data", keeper.Folder.Root);
        Assert.Equal(1, code);
        Assert.Contains($"Another keeper (process {keeper.Client.KeeperPid}) already serves {keeper.Folder.Root}.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_refuses_to_start_where_SIGCHLD_is_ignored()
    {
        var folder = Directory.CreateTempSubdirectory("dispatch-keeper-").FullName;
        var (code, said) = await RunAsync("/bin/bash", "-c", "trap '' CHLD; exec \"$0\" --keeper --data \"$1\"", Program, folder);
        Assert.Equal(1, code);
        Assert.Contains("SIGCHLD is ignored", said, StringComparison.Ordinal);
        Assert.Single(said.Trim().Split('\n'));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_data_folder_whose_path_is_too_long_for_a_socket_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("dispatch-keeper-").FullName;
        var (code, said) = await RunAsync(Program, "--keeper", "--data", Path.Combine(folder, new string('x', 100)));
        Assert.Equal(1, code);
        Assert.Contains("Choose a data folder with a shorter path.", said, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Where_none_can_be_started_the_launcher_says_so()
    {
        var root = Directory.CreateTempSubdirectory("dispatch-keeper-").FullName;
        var folder = new DataFolder(Path.Combine(root, new string('x', 100)));
        var failure = await Assert.ThrowsAsync<KeeperException>(
            () => KeeperLauncher.EnsureAsync(folder, new Recorder(), TimeProvider.System, KeeperFixture.Patience));
        Assert.Contains("shorter path", failure.Message, StringComparison.Ordinal);
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task With_no_more_files_to_open_it_refuses_processes_but_no_runner()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        using (var unlimited = ProcessHandle.TryOpen(keeper.Client.KeeperPid)!)
        {
            keeper.Client.Shutdown();
            Assert.True(unlimited.WaitForExit(TimeSpan.FromSeconds(5)));
        }

        string[] command = ["-c", "ulimit -n 130; exec \"$0\" --keeper --data \"$1\"", Program, keeper.Folder.Root];
        using var limited = Process.Start(new ProcessStartInfo("/bin/bash", command) { RedirectStandardError = true })!;
        Assert.Contains("listening", await limited.StandardError.ReadLineAsync(KeeperFixture.Patience), StringComparison.Ordinal);
        await keeper.ReconnectAsync();
        SpawnOutcome outcome;
        do
        {
            outcome = await keeper.Client.SpawnAsync(KeeperFixture.Request(Guid.NewGuid(), true, 80, 24, "/bin/sleep", "100"), KeeperFixture.Patience);
        }
        while (outcome.Error is null);

        Assert.Equal("spawn.too-many", outcome.Error.Code);
        Assert.Contains("ulimit -n", outcome.Error.Message, StringComparison.Ordinal);
        await keeper.ReconnectAsync();
        Assert.NotEmpty(await keeper.Client.ListAsync(KeeperFixture.Patience));
    }

    [Fact]
    public async Task SIGINT_and_SIGHUP_are_nothing_to_it()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        using var process = ProcessHandle.TryOpen(keeper.Client.KeeperPid)!;
        process.Send(Signals.Interrupt);
        process.Send(Signals.Hangup);
        var shell = await keeper.ShellAsync("exit 3");
        Assert.Equal(new ExitStatus(3, null), await shell.UntilExitAsync());
    }

    [Fact]
    public async Task SIGTERM_ends_every_session_with_its_jobs_even_those_that_ignore_a_hangup()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var bash = await keeper.RunAsync(true, 80, 24, "/bin/bash", "--norc", "-ic", "set -m; sleep 100 & echo job $!; sleep 100");
        var deaf = await keeper.ShellAsync("trap '' HUP; echo ready; sleep 100; sleep 100");
        await bash.UntilTextAsync("job ");
        await bash.UntilTextAsync("\n");
        await deaf.UntilTextAsync("ready");
        using var job = ProcessHandle.TryOpen(int.Parse(bash.Text.Split("job ")[1].Split('\r')[0]))!;
        using var stubborn = ProcessHandle.TryOpen(deaf.Pid)!;
        using var process = ProcessHandle.TryOpen(keeper.Client.KeeperPid)!;

        process.Send(Signals.Terminate);
        Assert.Equal(new ExitStatus(null, Signals.Kill), await deaf.UntilExitAsync());
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(5)));
        Assert.True(job.WaitForExit(TimeSpan.FromSeconds(1)));
        Assert.True(stubborn.WaitForExit(TimeSpan.FromSeconds(1)));
        Assert.False(File.Exists(keeper.Folder.KeeperSocket));
    }

    [Fact]
    public async Task After_one_was_killed_the_next_one_takes_its_socket_over()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        using (var process = ProcessHandle.TryOpen(keeper.Client.KeeperPid)!)
        {
            process.Send(Signals.Kill);
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(5)));
        }

        await keeper.Recorder.Disconnected.Task.WaitAsync(KeeperFixture.Patience);
        Assert.True(File.Exists(keeper.Folder.KeeperSocket));
        await keeper.RelaunchAsync();
        var shell = await keeper.ShellAsync("exit 3");
        Assert.Equal(new ExitStatus(3, null), await shell.UntilExitAsync());
    }

    private static async Task<(int Code, string Said)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync(KeeperFixture.Patience);
        await process.WaitForExitAsync(KeeperFixture.Patience);
        return (process.ExitCode, said);
    }
}
