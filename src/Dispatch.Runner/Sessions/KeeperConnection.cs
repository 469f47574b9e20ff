using Dispatch.Runner.Keeper;

namespace Dispatch.Runner.Sessions;

/// <summary>Keeps the runner and a keeper together for as long as the runner lives.</summary>
internal sealed partial class KeeperConnection(
    KeeperLink link, KeeperIntake intake, Recovery recovery, IHostApplicationLifetime lifetime, ILogger<KeeperConnection> logger)
{
    /// <summary>Connects once, so that sessions are live before the first request; without a keeper the past can still be read.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await recovery.LoadAsync(cancellation);
        intake.Disconnected = () => _ = ReconnectAsync();
        try
        {
            await link.ConnectAsync(intake, TakeOverAsync, cancellation);
        }
        catch (KeeperException e)
        {
            LogNoKeeper(logger, e.Message);
            _ = ReconnectAsync();
        }
    }

    private async Task ReconnectAsync()
    {
        var stopping = lifetime.ApplicationStopping;
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        await Task.Yield();
        await link.ReconnectAsync(intake, TakeOverAsync, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task TakeOverAsync(KeeperClient keeper, CancellationToken cancellation)
    {
        intake.Client = keeper;
        return recovery.ReconcileAsync(keeper, cancellation);
    }

    [LoggerMessage(EventId = 170, Level = LogLevel.Error, Message = "Starting without a keeper: {Cause}")]
    private static partial void LogNoKeeper(ILogger logger, string cause);
}
