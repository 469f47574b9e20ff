using System.Diagnostics;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Tests.Keeper;

public sealed class NativeTests
{
    [Fact]
    public void A_process_is_waited_for_and_ended_by_its_descriptor()
    {
        using var process = Process.Start("/bin/sleep", "100");
        using var handle = ProcessHandle.TryOpen(process.Id)!;
        Assert.False(handle.WaitForExit(TimeSpan.FromMilliseconds(20)));
        Assert.True(handle.Send(Signals.Kill));
        Assert.True(handle.WaitForExit(TimeSpan.FromSeconds(10)));
        process.WaitForExit();
        Assert.False(handle.Send(Signals.Kill));
        Assert.Null(ProcessHandle.TryOpen(process.Id));
    }

    [Fact]
    public void Signals_have_their_names()
    {
        Assert.Equal(
            ["SIGHUP", "SIGINT", "SIGKILL", "SIGTERM", "SIGSYS", "SIG40"], new[] { 1, 2, 9, 15, 31, 40 }.Select(Signals.Name));
    }

    [Fact]
    public void The_machine_says_which_boot_this_is_and_that_SIGCHLD_is_not_ignored()
    {
        Assert.True(Guid.TryParse(ThisProcess.BootId(), out _));
        Assert.False(ThisProcess.IgnoresChildSignal());
    }
}
