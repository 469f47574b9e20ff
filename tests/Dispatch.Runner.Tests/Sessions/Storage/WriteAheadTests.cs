namespace Dispatch.Runner.Tests.Sessions.Storage;

/// <summary>The next runner reads the whole write-ahead log before it answers anyone.</summary>
public sealed class WriteAheadTests
{
    [Fact]
    public async Task However_small_the_pieces_are_that_are_logged_the_write_ahead_log_stays_small()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var sessions = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
            runner.CreateAsync(new() { Command = ["/bin/bash", "-c", "for i in {1..3500}; do echo $i; read -t 0.001; done"] })));
        await Task.WhenAll(sessions.Select(session => runner.EndedAsync(session.Id)));

        foreach (var session in sessions)
        {
            Assert.InRange((await runner.GetAsync(session.Id)).Seq, 1500, 5000);
        }

        Assert.InRange(new FileInfo(Path.Combine(runner.Data.Root, "workspaces", "default", "log.db-wal")).Length, 1, 60 << 20);
    }
}
