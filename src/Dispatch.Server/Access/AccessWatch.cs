using Dispatch.Loops;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Access;

/// <summary>
/// Looks every two seconds whether the open connections may stay open, so that what one server (or a key rotation beside it) takes
/// away ends on all of them. When the database can't be asked for 15 seconds nothing stays open.
/// </summary>
internal sealed partial class AccessWatch(
    LiveConnections connections, PrincipalStore principals, DeviceStore devices, BackgroundLoops loops, TimeProvider time, ILogger<AccessWatch> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan LongestUnknown = TimeSpan.FromSeconds(15);

    private const string Name = "who may stay connected";

    // A database that hangs is as unknown as one that is gone.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => loops.KeepAsync(Name, WatchAsync, stoppingToken);

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        var state = loops.State(Name);
        using var timer = new PeriodicTimer(Interval, time);
        var lastKnown = time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CheckAsync(stoppingToken).WaitAsync(LongestAnswer, time, stoppingToken);
                lastKnown = time.GetTimestamp();
                state.Succeeded();
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnknown(logger, e);
                state.Failed(e);
                if (time.GetElapsedTime(lastKnown) >= LongestUnknown && connections.CutAll() is > 0 and var cut)
                {
                    LogCutUnknown(logger, cut, LongestUnknown.TotalSeconds);
                }
            }
        }
    }

    /// <summary>Cuts what may no longer be open.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        var open = connections.Open;
        if (open.Count == 0)
        {
            return;
        }

        var versions = await principals.AccessVersionsAsync([.. open.Select(c => c.Principal).Distinct()], cancellation);
        var signedIn = await devices.StillSignedInAsync([.. open.Select(c => c.Device).OfType<string>().Distinct()], time.NowMilliseconds(), cancellation);
        var seen = open.ToHashSet();
        var cut = connections.Cut(connection => seen.Contains(connection) && (
            !versions.TryGetValue(connection.Principal, out var version)
            || version != connection.AccessVersion
            || (connection.Device is { } device && !signedIn.Contains(device))));
        if (cut > 0)
        {
            LogCut(logger, cut);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Cut {Count} connections whose access was taken away")]
    private static partial void LogCut(ILogger logger, int count);

    [LoggerMessage(2, LogLevel.Warning, "The database could not be asked who may stay connected")]
    private static partial void LogUnknown(ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "Cut {Count} connections: for {Seconds} s nothing is known of their access")]
    private static partial void LogCutUnknown(ILogger logger, int count, double seconds);
}
