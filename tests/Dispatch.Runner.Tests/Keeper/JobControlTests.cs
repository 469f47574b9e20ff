using Dispatch.Runner.Keeper;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Tests.Keeper;

public sealed class JobControlTests
{
    [Fact]
    public async Task A_job_is_stopped_by_Ctrl_Z_and_goes_on_in_the_foreground()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var job = Path.Combine(keeper.Folder.Root, "job");
        await File.WriteAllTextAsync(job, "trap 'echo resumed' CONT; echo one; until read x; do :; done; echo two $x");
        var bash = await InteractiveAsync(keeper);
        bash.Type($"sh {job}\r");
        await bash.UntilTextAsync("one");
        bash.Type("\x1a");
        await UntilPromptAsync(bash, 2);
        Assert.Contains("Stopped", bash.Text, StringComparison.Ordinal);
        bash.Type("fg\r");
        await bash.UntilTextAsync("resumed");
        bash.Type("done\r");
        await bash.UntilTextAsync("two done");
        await UntilPromptAsync(bash, 3);
        bash.Type("exit 4\r");
        Assert.Equal(new ExitStatus(4, null), await bash.UntilExitAsync());
    }

    [Fact]
    public async Task Ctrl_C_ends_the_foreground_job_and_neither_the_shell_nor_a_job_in_the_background()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var bash = await InteractiveAsync(keeper);
        bash.Type($"sleep 100 & sh {await LongJobAsync(keeper)}\r");
        await bash.UntilTextAsync("foreground");
        bash.Type("\x03");
        await UntilPromptAsync(bash, 2);
        bash.Type("echo status $?; jobs; echo after''wards\r");
        await bash.UntilTextAsync("afterwards");
        Assert.Contains("status 130", bash.Text, StringComparison.Ordinal);
        Assert.Contains("Running", bash.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_for_the_foreground_reaches_the_job_and_not_the_shell()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var bash = await InteractiveAsync(keeper);
        bash.Type($"sh {await LongJobAsync(keeper)}\r");
        await bash.UntilTextAsync("foreground");
        keeper.Client.Signal(bash.Key, Signals.Terminate, foreground: true);
        await UntilPromptAsync(bash, 2);
        bash.Type("echo status $?\r");
        await UntilPromptAsync(bash, 3);
        Assert.Contains("status 143", bash.Text, StringComparison.Ordinal);
        Assert.Equal(new ExitStatus(null, Signals.Hangup), await HungUpAsync(keeper, bash));
    }

    [Fact]
    public async Task A_new_size_reaches_the_program()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var bash = await keeper.RunAsync(true, 80, 24, "/bin/bash", "-c", "trap 'stty size; exit 0' WINCH; echo ready; while :; do sleep 0.05; done");
        await bash.UntilTextAsync("ready");
        keeper.Client.Resize(bash.Key, 132, 50);
        Assert.Equal(new ExitStatus(0, null), await bash.UntilExitAsync());
        Assert.Contains("50 132", bash.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Signals.Interrupt)]
    [InlineData(Signals.Kill)]
    [InlineData(Signals.Terminate)]
    [InlineData(11)]
    public async Task A_signal_that_ends_a_process_is_told_by_its_number(int signal)
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var sleep = await keeper.ShellAsync("echo ready; exec sleep 100");
        await sleep.UntilTextAsync("ready");
        keeper.Client.Signal(sleep.Key, signal, foreground: false);
        Assert.Equal(new ExitStatus(null, signal), await sleep.UntilExitAsync());
    }

    // A shell that is about to read its next line notes the signal and looks only after the next key: it is told again until it has heard.
    private static async Task<ExitStatus> HungUpAsync(KeeperFixture keeper, Followed bash)
    {
        var exit = bash.UntilExitAsync();
        do
        {
            keeper.Client.Signal(bash.Key, Signals.Hangup, foreground: false);
        }
        while (await Task.WhenAny(exit, Task.Delay(TimeSpan.FromSeconds(1))) != exit);

        return await exit;
    }

    private static async Task<Followed> InteractiveAsync(KeeperFixture keeper)
    {
        var bash = await keeper.RunAsync(true, 80, 24, "/bin/bash", "--norc", "-i");
        bash.Type("PS1='read''y> '\r");
        return await UntilPromptAsync(bash, 1);
    }

    // Says so once it has the terminal: bash may still be handing it over when the job begins.
    private static async Task<string> LongJobAsync(KeeperFixture keeper)
    {
        var job = Path.Combine(keeper.Folder.Root, "job");
        await File.WriteAllTextAsync(job, "until read -r stat </proc/$$/stat; set -- $stat; [ $8 = $$ ]; do :; done; echo foreground; exec sleep 100");
        return job;
    }

    // What is typed before the prompt may be thrown away with the terminal's mode.
    private static Task<Followed> UntilPromptAsync(Followed bash, int count) =>
        bash.UntilAsync("it prompts", followed => followed.Text.Split("ready> ").Length > count);
}
