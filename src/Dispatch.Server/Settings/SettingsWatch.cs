using Dispatch.Loops;
using Dispatch.Protocol.Server;
using Dispatch.Server.Live;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Settings;

/// <summary>Sees what didn't come through this server: the settings file, and, in a database that is shared, what other servers wrote.</summary>
internal sealed class SettingsWatch(
    SettingsFile file, SettingsStore store, IDatabase database, LiveHub hub, BackgroundLoops loops, TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        file.Look();
        return base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => loops.KeepAsync("settings", WatchAsync, stoppingToken);

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var version = await store.VersionAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (file.Look())
            {
                hub.Publish(new StreamSettingsLayer(file.Layer), static caller => caller is not null);
            }

            // What this server wrote itself comes again, and is passed over: it isn't newer.
            foreach (var layer in database.Shared ? await store.ChangedSinceAsync(version, stoppingToken) : [])
            {
                version = layer.Version;
                var told = layer.Known();
                hub.Publish(new StreamSettingsLayer(told), told.Concerns);
            }
        }
    }
}
