using System.Globalization;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Keeper;

namespace Dispatch.Runner.Tests.Keeper;

public sealed class SpawningTests
{
    // 32 and 33, which no program can use: posix_spawn leaves them ignored, and glibc sets them up again where it needs them.
    private const ulong OwnSignalsOfGlibc = 0b11ul << 31;

    [Fact]
    public async Task A_command_runs_in_a_terminal_of_the_given_size_and_its_exit_code_is_told()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shell = await keeper.ShellAsync("tty; stty size; pwd; echo pid $$; exit 7", cols: 100, rows: 30);
        Assert.Equal(new ExitStatus(7, null), await shell.UntilExitAsync());
        Assert.StartsWith("/dev/pts/", shell.Text, StringComparison.Ordinal);
        Assert.Contains("30 100\r\n/tmp\r\n", shell.Text, StringComparison.Ordinal);
        Assert.Contains($"pid {shell.Pid}\r\n", shell.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_pipes_output_and_errors_are_streams_of_their_own_and_the_input_can_be_closed()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shell = await keeper.ShellAsync("echo problem >&2; cat; exit 3", pty: false);
        shell.Type("in and out\n");
        keeper.Client.CloseInput(shell.Key);
        Assert.Equal(new ExitStatus(3, null), await shell.UntilExitAsync());
        Assert.Equal("in and out\n"u8.ToArray(), shell.Bytes(0));
        Assert.Equal("problem\n"u8.ToArray(), shell.Bytes(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_child_has_no_descriptor_but_its_own_three_and_default_signals(bool pty)
    {
        await using var keeper = await KeeperFixture.StartAsync();
        await (await keeper.ShellAsync("echo another terminal")).UntilExitAsync();
        var shell = await keeper.ShellAsync("echo ready; read x", pty);
        await shell.UntilTextAsync("ready");
        Assert.Equal(["0", "1", "2"], Directory.GetFileSystemEntries($"/proc/{shell.Pid}/fd").Select(Path.GetFileName).Order());
        Assert.Equal(0ul, Signals(shell, "SigBlk:"));
        Assert.Equal(0ul, Signals(shell, "SigIgn:") & ~OwnSignalsOfGlibc);
    }

    [Fact]
    public async Task A_broken_pipe_ends_its_writer()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shell = await keeper.RunAsync(true, 80, 24, "/bin/bash", "-c", "yes | head -1; echo ${PIPESTATUS[0]}");
        await shell.UntilExitAsync();
        Assert.Equal("y\r\n141\r\n", shell.Text);
    }

    [Fact]
    public async Task A_program_whose_streams_are_redirected_can_still_open_its_terminal()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shell = await keeper.ShellAsync("exec </dev/null >/dev/null 2>&1; sleep 0.2; echo again >/dev/tty");
        await shell.UntilExitAsync();
        Assert.Equal("again\r\n", shell.Text);
    }

    [Fact]
    public async Task A_terminal_erases_whole_utf8_characters()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shell = await keeper.ShellAsync("stty -a | grep -o ' iutf8'");
        Assert.Equal(new ExitStatus(0, null), await shell.UntilExitAsync());
    }

    [Fact]
    public async Task The_same_key_gives_the_same_process()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var request = KeeperFixture.Request(Guid.NewGuid(), true, 80, 24, "/bin/sleep", "100");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => keeper.Client.SpawnAsync(request, KeeperFixture.Patience)));
        Assert.Single(outcomes.Select(outcome => outcome.Pid).Distinct());
        Assert.Single(await keeper.Client.ListAsync(KeeperFixture.Patience));
    }

    [Theory]
    [InlineData("/no/such/program", "/tmp", "spawn.command-not-found", "/no/such/program")]
    [InlineData("/bin/sh", "/no/such/folder", "spawn.cwd-missing", "/no/such/folder")]
    [InlineData("/bin/sh", "/etc/passwd", "spawn.cwd-missing", "/etc/passwd")]
    [InlineData("/etc/passwd", "/tmp", "spawn.not-executable", "chmod +x")]
    [InlineData("/bin/sh\0", "/tmp", "spawn.invalid", "NUL")]
    public async Task What_cant_be_started_is_refused_with_its_reason(string program, string cwd, string code, string says)
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var request = KeeperFixture.Request(Guid.NewGuid(), true, 80, 24, program) with { Cwd = cwd };
        var outcome = await keeper.Client.SpawnAsync(request, KeeperFixture.Patience);
        Assert.Equal((0, code, ErrorKind.Invalid), (outcome.Pid, outcome.Error?.Code, outcome.Error?.Kind));
        Assert.Contains(says, outcome.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(await keeper.Client.ListAsync(KeeperFixture.Patience));
    }

    [Fact]
    public async Task A_script_without_an_interpreter_line_and_one_whose_interpreter_is_missing_are_refused()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        foreach (var (text, says) in new[] { ("echo hi\n", "#!/bin/sh"), ("#!/no/such/interpreter\n", "interpreter") })
        {
            var script = Path.Combine(keeper.Folder.Root, "script");
            await File.WriteAllTextAsync(script, text);
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            var outcome = await keeper.Client.SpawnAsync(KeeperFixture.Request(Guid.NewGuid(), true, 80, 24, script), KeeperFixture.Patience);
            Assert.Equal("spawn.not-executable", outcome.Error?.Code);
            Assert.Contains(says, outcome.Error!.Message, StringComparison.Ordinal);
            File.Delete(script);
        }
    }

    [Fact]
    public async Task Arguments_and_variables_that_are_too_long_are_refused_before_they_are_sent()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var request = KeeperFixture.Request(Guid.NewGuid(), true, 80, 24, "/bin/echo", new string('x', KeeperProtocol.MaximumFrame));
        Assert.Equal(ErrorKind.TooLarge, (await keeper.Client.SpawnAsync(request, KeeperFixture.Patience)).Error?.Kind);
        request = KeeperFixture.Request(Guid.NewGuid(), true, 80, 24, "/bin/echo", new string('x', 200_000));
        Assert.Equal("spawn.too-long", (await keeper.Client.SpawnAsync(request, KeeperFixture.Patience)).Error?.Code);
    }

    [Fact]
    public async Task A_hundred_processes_at_once_keep_their_output_apart()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shells = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => keeper.ShellAsync($"read go; seq {i} {i + 500}; exit {i}", pty: i % 4 > 0)));
        Assert.Equal(100, (await keeper.Client.ListAsync(KeeperFixture.Patience)).Count);
        foreach (var shell in shells)
        {
            shell.Type("go\n");
        }

        for (var i = 0; i < shells.Length; i++)
        {
            Assert.Equal(new ExitStatus(i, null), await shells[i].UntilExitAsync());
            var lines = shells[i].Text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line != "go");
            Assert.Equal(Enumerable.Range(i, 501).Select(line => line.ToString(CultureInfo.InvariantCulture)), lines);
        }
    }

    [Fact]
    public async Task Two_hundred_processes_that_came_and_went_leave_no_descriptor_and_no_zombie()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        await RunAndCollectAsync(keeper, 10);
        var before = Descriptors(keeper);
        await RunAndCollectAsync(keeper, 200);
        Assert.Equal(before, Descriptors(keeper));
        Assert.Empty(await keeper.Client.ListAsync(KeeperFixture.Patience));
        Assert.Equal("", File.ReadAllText($"/proc/{keeper.Client.KeeperPid}/task/{keeper.Client.KeeperPid}/children"));
    }

    private static async Task RunAndCollectAsync(KeeperFixture keeper, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var process = await keeper.RunAsync(i % 2 == 0, 80, 24, i % 10 == 9 ? "/bin/false" : "/bin/true");
            await process.UntilExitAsync();
            keeper.Client.Collect(process.Key);
        }

        Assert.Empty(await keeper.Client.ListAsync(KeeperFixture.Patience));
    }

    private static ulong Signals(Followed process, string field) =>
        ulong.Parse(File.ReadLines($"/proc/{process.Pid}/status").First(line => line.StartsWith(field, StringComparison.Ordinal))[field.Length..], NumberStyles.HexNumber);

    private static int Descriptors(KeeperFixture keeper) => Directory.GetFileSystemEntries($"/proc/{keeper.Client.KeeperPid}/fd").Length;
}
