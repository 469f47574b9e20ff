using Dispatch.Runner.Keeper;

namespace Dispatch.Runner.Sessions;

/// <summary>Keeps the runner and a keeper together for as long as the runner lives: one connection after another, never two.</summary>
internal sealed partial class KeeperConnection(
    KeeperLink link, KeeperIntake intake, Recovery recovery, SessionCreation creation, IHostApplicationLifetime lifetime, ILogger<KeeperConnection> logger)
{
    private Task _keeping = Task.CompletedTask;

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

        _keeping = KeepAsync(lifetime.ApplicationStopping);
    }

    /// <summary>After the runner was told to stop: nothing that comes from the keeper is worked on any more.</summary>
    public async Task CloseAsync()
    {
        await _keeping;
        await link.CloseAsync();
    }

    private async Task KeepAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                if (link.Client is { } keeper)
                {
                    await keeper.Over.WaitAsync(stopping);
                }

                await link.ReconnectAsync(intake, TakeOverAsync, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The runner stops.
        }
        catch (Exception e)
        {
            LogFailed(logger, e);
            throw;
        }
    }

    private Task TakeOverAsync(KeeperClient keeper, CancellationToken cancellation)
    {
        intake.Client = keeper;
        return creation.AloneAsync(() => recovery.ReconcileAsync(keeper, cancellation), cancellation);
    }

    [LoggerMessage(EventId = 171, Level = LogLevel.Critical, Message = "The keeper is looked after no more: restart the runner")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 170, Level = LogLevel.Error, Message = "Starting without a keeper: {Cause}")]
    private static partial void LogNoKeeper(ILogger logger, string cause);
}
