using Dispatch.Protocol;
using Dispatch.Runner.Keeper;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// Holds the connection to the keeper. When it breaks, a keeper is found or started again, and the sessions are told what is left of them.
/// </summary>
internal sealed partial class KeeperLink(DataFolder data, TimeProvider time, ILogger<KeeperLink> logger) : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private KeeperClient? _client;

    /// <summary>The connection in force; null while there is none.</summary>
    public KeeperClient? Client => Volatile.Read(ref _client);

    /// <summary>Connects, then hands the new connection over before anybody else uses it.</summary>
    public async Task ConnectAsync(IKeeperObserver observer, Func<KeeperClient, CancellationToken, Task> ready, CancellationToken cancellation)
    {
        var client = await KeeperLauncher.EnsureAsync(data, observer, time, cancellation);
        await ready(client, cancellation);
        Volatile.Write(ref _client, client);
        LogConnected(logger, client.KeeperPid);
    }

    /// <summary>Tries until it is connected again or the runner stops.</summary>
    public async Task ReconnectAsync(IKeeperObserver observer, Func<KeeperClient, CancellationToken, Task> ready, CancellationToken cancellation)
    {
        Interlocked.Exchange(ref _client, null)?.Dispose();
        var pause = TimeSpan.FromMilliseconds(100);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await ConnectAsync(observer, ready, cancellation);
                return;
            }
            catch (KeeperException e)
            {
                LogUnreachable(logger, e.Message);
                await Task.Delay(pause, time, cancellation);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _client, null)?.Dispose();

    [LoggerMessage(EventId = 140, Level = LogLevel.Information, Message = "Connected to the keeper, process {Pid}")]
    private static partial void LogConnected(ILogger logger, int pid);

    [LoggerMessage(EventId = 141, Level = LogLevel.Error, Message = "No keeper, so no session can start: {Cause}")]
    private static partial void LogUnreachable(ILogger logger, string cause);
}
