using System.Diagnostics;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Native;
using Dispatch.Protocol;

namespace Dispatch.Cli.Launch;

/// <summary>One of the three processes of a data folder, known by its lock.</summary>
internal sealed record Part(string Name, string Lock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public int? Pid => LockFile.Holder(Lock);

    public static Part Server(DataFolder data) => new("server", data.ServerLock);
    public static Part Runner(DataFolder data) => new("runner", data.RunnerLock);
    public static Part Keeper(DataFolder data) => new("keeper", data.KeeperLock);

    /// <summary>Whole seconds since it started; null when it is gone.</summary>
    public static long? Uptime(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return (long)(TimeProvider.System.GetUtcNow() - process.StartTime.ToUniversalTime()).TotalSeconds;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Asks it to end and waits until its lock is free. False when it wasn't running.</summary>
    public async Task<bool> StopAsync(CancellationToken cancellation)
    {
        if (Pid is not { } pid)
        {
            return false;
        }

        if (LibC.kill(pid, LibC.SigTerm) != 0 && Pid == pid)
        {
            throw new Failure($"The {Name} (process {pid}) can't be stopped: it belongs to another account");
        }

        var asked = TimeProvider.System.GetTimestamp();
        while (Pid == pid)
        {
            if (TimeProvider.System.GetElapsedTime(asked) > Patience)
            {
                throw new Failure($"The {Name} (process {pid}) didn't end within {Patience.TotalSeconds:0} s. End it with: kill -9 {pid}");
            }

            await Task.Delay(Pause, cancellation);
        }

        return true;
    }
}
