using Dispatch.Protocol;
using Dispatch.Runner.Keeper;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// Holds the connection to the keeper. When it breaks, a keeper is found or started again, and the sessions are told what is left of them.
/// </summary>
internal sealed partial class KeeperLink(DataFolder data, TimeProvider time, ILogger<KeeperLink> logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private KeeperClient? _client;
    private long _connections;

    /// <summary>The connection in force; null while there is none.</summary>
    public KeeperClient? Client => Volatile.Read(ref _client);

    /// <summary>How many were made since the start.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    /// <summary>Connects, then hands the new connection over before anybody else uses it.</summary>
    public async Task ConnectAsync(IKeeperObserver observer, Func<KeeperClient, CancellationToken, Task> ready, CancellationToken cancellation)
    {
        var client = await KeeperLauncher.EnsureAsync(data, observer, time, cancellation);
        try
        {
            await ready(client, cancellation);
        }
        catch
        {
            await client.CloseAsync();
            throw;
        }

        Volatile.Write(ref _client, client);
        Interlocked.Increment(ref _connections);
        LogConnected(logger, client.KeeperPid);
    }

    /// <summary>Tries until it is connected again or the runner stops.</summary>
    public async Task ReconnectAsync(IKeeperObserver observer, Func<KeeperClient, CancellationToken, Task> ready, CancellationToken cancellation)
    {
        await CloseAsync();
        var pause = TimeSpan.FromMilliseconds(100);
        while (true)
        {
            try
            {
                await ConnectAsync(observer, ready, cancellation);
                return;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                // Whatever it was (a full disk, no process to be had), only trying again ends it.
                LogUnreachable(logger, e is KeeperException ? null : e, e.Message);
                await Task.Delay(pause, time, cancellation);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>Ends the connection that there is, and waits until nothing comes from it any more.</summary>
    public Task CloseAsync() => Interlocked.Exchange(ref _client, null)?.CloseAsync() ?? Task.CompletedTask;

    [LoggerMessage(EventId = 140, Level = LogLevel.Information, Message = "Connected to the keeper, process {Pid}")]
    private static partial void LogConnected(ILogger logger, int pid);

    [LoggerMessage(EventId = 141, Level = LogLevel.Error, Message = "No keeper, so no session can start: {Cause}")]
    private static partial void LogUnreachable(ILogger logger, Exception? exception, string cause);
}
