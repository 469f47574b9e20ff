using Dispatch.Runner.Keeper;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Tests.Keeper;

public sealed class SpawningTests
{
    [Fact]
    public async Task A_command_prints_into_its_terminal_and_its_exit_code_is_told()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shell = await keeper.ShellAsync("tty; stty size; pwd; echo pid $$; exit 7", cols: 100, rows: 30);
        Assert.Equal(new ExitStatus(7, null), await shell.UntilExitAsync());
        Assert.StartsWith("/dev/pts/", shell.Text, StringComparison.Ordinal);
        Assert.Contains("30 100", shell.Text, StringComparison.Ordinal);
        Assert.Contains($"pid {shell.Pid}\r\n", shell.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Typed_input_reaches_the_program_and_is_told_as_written()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var cat = await keeper.ShellAsync("read line; echo got $line");
        cat.Type("hello\r", id: 5);
        await cat.UntilTextAsync("got hello");
        await cat.UntilAsync("the input was written", followed => followed.Written == 5);
        Assert.Equal(new ExitStatus(0, null), await cat.UntilExitAsync());
    }

    [Fact]
    public async Task A_signal_that_ends_a_process_is_told_by_its_number()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shell = await keeper.ShellAsync("echo ready; exec sleep 100");
        await shell.UntilTextAsync("ready");
        keeper.Client.Signal(shell.Key, Signals.Terminate, foreground: false);
        Assert.Equal(new ExitStatus(null, Signals.Terminate), await shell.UntilExitAsync());
    }
}
