using Dispatch.Metrics.Otlp;
using Dispatch.Protocol;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Keeper;

/// <summary>Finds the data folder's keeper, or starts one that outlives this process.</summary>
internal static class KeeperLauncher
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    /// <exception cref="KeeperException">None answers and none could be started, or one of another version answers.</exception>
    public static async Task<KeeperClient> EnsureAsync(
        DataFolder folder, IKeeperObserver observer, TimeProvider time, CancellationToken cancellation)
    {
        ProcessHandle? started = null;
        var since = time.GetTimestamp();
        try
        {
            while (true)
            {
                if (started is null && LockFile.Holder(folder.KeeperLock) is null)
                {
                    started = Start(folder);
                }

                try
                {
                    return await KeeperClient.ConnectAsync(folder, observer, time, cancellation);
                }
                catch (KeeperException e) when (e.NobodyThere && time.GetElapsedTime(since) < Patience)
                {
                    // One that has just been started hasn't its socket yet. Of two started at once the one without the lock ends, and the other answers.
                    if (started?.WaitForExit(TimeSpan.Zero) == true && LockFile.Holder(folder.KeeperLock) is null)
                    {
                        throw new KeeperException($"The keeper ended while starting: {File.ReadLines(folder.LogFile("keeper")).LastOrDefault()}", e);
                    }
                }

                await Task.Delay(BetweenLooks, time, cancellation);
            }
        }
        finally
        {
            started?.Dispose();
        }
    }

    private static ProcessHandle? Start(DataFolder folder)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Dispatch.Runner");
        var log = folder.LogFile("keeper");
        Directory.CreateDirectory(folder.Root, Private);
        Directory.CreateDirectory(folder.Logs, Private);
        using var nothing = Libc.Open("/dev/null", OpenFlags.ReadOnly | OpenFlags.CloseOnExec, 0).OrThrow("open /dev/null");
        const int ownerReadWrite = 0x180;
        using var lines = Libc.Open(log, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Append | OpenFlags.CloseOnExec, ownerReadWrite)
            .OrThrow($"open {log}");
        var environment = Environment.GetEnvironmentVariables();
        var variables = environment.Keys.Cast<string>()
            .Where(static name => !name.StartsWith(OtlpSettings.Prefix, StringComparison.Ordinal)).Select(name => $"{name}={environment[name]}").ToList();
        var error = Spawning.Start(
            program, [program, "--keeper", "--data", folder.Root], variables, "/", new SpawnStreams(null, nothing, lines, lines), out var pid);
        return error == 0
            ? ProcessHandle.TryOpen(pid)
            : throw new KeeperException($"The keeper {program} couldn't be started: {Errno.Message(error)}. Install Dispatch again if the file is missing.");
    }
}
