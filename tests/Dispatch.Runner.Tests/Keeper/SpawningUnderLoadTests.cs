using System.Diagnostics;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Tests.Keeper;

/// <summary>posix_spawn beside .NET's own forks and a busy garbage collector: the load under which a fork from managed code hung.</summary>
public sealed class SpawningUnderLoadTests
{
    [Fact]
    public async Task A_spawn_never_hangs_or_fails_beside_Process_Start_and_garbage_collection()
    {
        using var enough = new CancellationTokenSource();
        var garbage = Task.Factory.StartNew(() => MakeGarbage(enough.Token), TaskCreationOptions.LongRunning);
        var others = Task.Run(() => StartOthersAsync(60));
        var spawns = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(() => SpawnMany(100), TaskCreationOptions.LongRunning)).ToArray();
        await Task.WhenAll([.. spawns, others]).WaitAsync(TimeSpan.FromSeconds(60));
        await enough.CancelAsync();
        await garbage;
    }

    private static void SpawnMany(int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var terminal = PseudoTerminal.Open(80, 24);
            var error = Spawning.Start(
                "/bin/sh", ["sh", "-c", "tty >/dev/null && exit 42"], ["PATH=/bin:/usr/bin"], "/", new SpawnStreams(terminal.SlavePath, null, null, null), out var pid);
            Assert.Equal(0, error);
            using var child = ProcessHandle.TryOpen(pid)!;
            Assert.True(child.WaitForExit(TimeSpan.FromSeconds(30)), $"process {pid} hangs");
            Assert.Equal((false, 42), ChildStatus.Peek(child.Descriptor));
            ChildStatus.Reap(child.Descriptor);
        }
    }

    private static async Task StartOthersAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var process = Process.Start("/bin/true");
            await process.WaitForExitAsync();
        }
    }

    private static void MakeGarbage(CancellationToken enough)
    {
        var kept = new byte[64][];
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            kept[i % kept.Length] = new byte[20_000];
            if (i % 20_000 == 0)
            {
                GC.Collect();
            }
        }
    }
}
