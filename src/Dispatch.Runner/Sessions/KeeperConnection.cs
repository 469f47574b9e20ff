using Dispatch.Loops;
using Dispatch.Runner.Disks;
using Dispatch.Runner.Keeper;

namespace Dispatch.Runner.Sessions;

/// <summary>Keeps the runner and a keeper together for as long as the runner lives: one connection after another, never two.</summary>
internal sealed partial class KeeperConnection(
    KeeperLink link, KeeperIntake intake, Recovery recovery, SessionCreation creation, DiskRoom room, BackgroundLoops loops, TimeProvider time,
    IHostApplicationLifetime lifetime, ILogger<KeeperConnection> logger)
{
    private static readonly TimeSpan WhileFull = TimeSpan.FromMilliseconds(500);

    private Task _keeping = Task.CompletedTask;
    private Task _waking = Task.CompletedTask;

    /// <summary>Connects once, so that sessions are live before the first request; without a keeper the past can still be read.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await recovery.LoadAsync(cancellation);
        try
        {
            await link.ConnectAsync(intake, TakeOverAsync, cancellation);
        }
        catch (KeeperException e)
        {
            LogNoKeeper(logger, e.Message);
        }

        _keeping = loops.KeepAsync("the keeper", KeepAsync, lifetime.ApplicationStopping);
        _waking = loops.KeepAsync("programs that wait for room", WakeAsync, lifetime.ApplicationStopping);
    }

    /// <summary>After the runner was told to stop: nothing that comes from the keeper is worked on any more.</summary>
    public async Task CloseAsync()
    {
        await _keeping;
        await _waking;
        await link.CloseAsync();
    }

    private async Task KeepAsync(CancellationToken stopping)
    {
        while (true)
        {
            if (link.Client is { } keeper)
            {
                await keeper.Over.WaitAsync(stopping);
                if (keeper.Failure is { } failure)
                {
                    // Not again at once: what it failed at comes again, and may do so for as long as it lives.
                    await link.CloseAsync();
                    throw new KeeperException($"What came from the keeper could not be worked on: {failure.Message}", failure);
                }
            }

            await link.ReconnectAsync(intake, TakeOverAsync, stopping);
        }
    }

    // Who goes on is looked at when something comes from the keeper, which may have said all that it can: any answer of it will do. On a full
    // disk those are looked for that were ended.
    private async Task WakeAsync(CancellationToken stopping)
    {
        for (var changed = room.Changed; ;)
        {
            var news = room.IsFull ? Task.WhenAny(changed, Task.Delay(WhileFull, time, stopping)) : changed;
            await news.WaitAsync(stopping);
            changed = room.Changed;
            if (link.Client is { } keeper && intake.Unwritable is null)
            {
                try
                {
                    await keeper.ListAsync(stopping);
                }
                catch (KeeperException)
                {
                    // With the next connection all output is asked for again.
                }
            }
        }
    }

    private Task TakeOverAsync(KeeperClient keeper, CancellationToken cancellation) =>
        creation.AloneAsync(() => recovery.ReconcileAsync(keeper, cancellation), cancellation);

    [LoggerMessage(EventId = 170, Level = LogLevel.Error, Message = "Starting without a keeper: {Cause}")]
    private static partial void LogNoKeeper(ILogger logger, string cause);
}
