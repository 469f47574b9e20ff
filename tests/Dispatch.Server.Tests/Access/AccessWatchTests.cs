using Dispatch.Loops;
using Dispatch.Server.Access;
using Dispatch.Server.Identity;
using Dispatch.Server.Storage;
using Dispatch.Server.Storage.Sqlite;
using Dispatch.Server.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dispatch.Server.Tests.Access;

public sealed class AccessWatchTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task When_the_database_cannot_be_asked_for_15_seconds_nothing_stays_open()
    {
        var time = new ManualTime();
        var connections = new LiveConnections();
        var cut = new TaskCompletionSource();
        connections.Add(new Caller("p_1", "Owner", null, 1, []), cut.SetResult);
        // A database that was never made: every question fails.
        var database = new SqliteDatabase(Path.Combine(_folder.Data.Root, "missing", "server.db"));
        var log = new LogOf<AccessWatch>();
        using var watch = new AccessWatch(connections, new PrincipalStore(database), new DeviceStore(database), new BackgroundLoops(time, NullLogger<BackgroundLoops>.Instance), time, log);
        await watch.StartAsync(CancellationToken.None);
        await time.TimerMadeAsync();

        await AdvanceAsync(14);
        Assert.False(cut.Task.IsCompleted);

        await AdvanceAsync(2);
        await cut.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Empty(connections.Open);
        await watch.StopAsync(CancellationToken.None);

        async Task AdvanceAsync(int seconds)
        {
            for (var i = 0; i < seconds; i += 2)
            {
                time.Advance(AccessWatch.Interval);
                Assert.Contains("could not be asked", await log.NextAsync(), StringComparison.Ordinal);
            }
        }
    }
}
