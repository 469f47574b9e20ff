using Dispatch.Protocol;
using Dispatch.Runner.Keeper;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Tests.Keeper;

/// <summary>A keeper in a process of its own, in a data folder of its own, and a client of it.</summary>
internal sealed class KeeperFixture : IAsyncDisposable
{
    private KeeperFixture(DataFolder folder, KeeperClient client, Recorder recorder) => (Folder, Client, Recorder) = (folder, client, recorder);

    public DataFolder Folder { get; }

    public KeeperClient Client { get; private set; }

    public Recorder Recorder { get; private set; }

    public static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;

    public static async Task<KeeperFixture> StartAsync()
    {
        var folder = new DataFolder(Directory.CreateTempSubdirectory("dispatch-keeper-").FullName);
        var recorder = new Recorder();
        return new KeeperFixture(folder, await KeeperLauncher.EnsureAsync(folder, recorder, TimeProvider.System, Patience), recorder);
    }

    /// <summary>A runner's end and the next one's start. What was received before stays with the old recorder.</summary>
    public async Task ReconnectAsync()
    {
        Client.Dispose();
        await Recorder.Disconnected.Task.WaitAsync(Patience);
        Recorder = new Recorder();
        Client = await KeeperClient.ConnectAsync(Folder, Recorder, TimeProvider.System, Patience);
    }

    /// <summary>After the keeper's end, another one.</summary>
    public async Task RelaunchAsync()
    {
        Client.Dispose();
        Recorder = new Recorder();
        Client = await KeeperLauncher.EnsureAsync(Folder, Recorder, TimeProvider.System, Patience);
    }

    /// <summary>Runs a command of sh in a terminal, or with pipes, and follows it from its first byte.</summary>
    public Task<Followed> ShellAsync(string script, bool pty = true, int cols = 80, int rows = 24, bool acknowledging = true) =>
        RunAsync(pty, cols, rows, acknowledging, "/bin/sh", "-c", script);

    public Task<Followed> RunAsync(bool pty, int cols, int rows, params string[] command) => RunAsync(pty, cols, rows, true, command);

    private async Task<Followed> RunAsync(bool pty, int cols, int rows, bool acknowledging, params string[] command)
    {
        var key = Guid.NewGuid();
        var outcome = await Client.SpawnAsync(Request(key, pty, cols, rows, command), Patience);
        Assert.Null(outcome.Error);
        var followed = Recorder.Follow(key, outcome.Pid, Client);
        followed.Acknowledging = acknowledging;
        Client.Subscribe(key, pty ? [0] : [0, 0]);
        return followed;
    }

    public static SpawnRequest Request(Guid key, bool pty, int cols, int rows, params string[] command) =>
        new(key, pty, command[0], command, Path.GetTempPath(), ["PATH=/usr/local/bin:/usr/bin:/bin", "TERM=xterm", "HOME=/tmp", "LC_ALL=C.UTF-8"], cols, rows);

    public async ValueTask DisposeAsync()
    {
        using var keeper = ProcessHandle.TryOpen(Client.KeeperPid);
        Client.Shutdown();
        if (keeper is not null && !keeper.WaitForExit(TimeSpan.FromSeconds(6)))
        {
            keeper.Send(Signals.Kill);
            Assert.Fail("the keeper didn't stop when asked");
        }

        Client.Dispose();
        Directory.Delete(Folder.Root, recursive: true);
    }
}
