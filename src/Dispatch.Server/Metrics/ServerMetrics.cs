using Dispatch.Metrics;
using Dispatch.Server.Access;
using Dispatch.Server.Environments;
using Dispatch.Server.Live;

namespace Dispatch.Server.Metrics;

/// <summary>The runner's link, and who is connected. Looked at when asked for.</summary>
internal sealed class ServerMetrics
{
    public ServerMetrics(Meters meters, RunnerState runner, LiveConnections connections, LiveHub hub)
    {
        var environments = meters.Make("Environments");
        environments.CreateObservableGauge("dispatch.server.runner.connected", () => runner.IsConnected ? 1L : 0L, "{runner}", "Whether the runner is reached: 1, or 0.");
        environments.CreateObservableCounter("dispatch.server.runner.connections", () => runner.Connections, "{connection}", "How often the runner was reached: the first time, and each again.");

        var access = meters.Make("Access");
        access.CreateObservableGauge("dispatch.server.connections", () => (long)connections.Open.Count, "{connection}", "Open WebSockets.");
        access.CreateObservableCounter("dispatch.server.connections.cut", () => connections.CutSoFar, "{connection}", "WebSockets cut because access was taken away or the server stopped.");

        var live = meters.Make("Live");
        live.CreateObservableGauge("dispatch.server.streams.waiting", () => hub.Waiting, "{message}", "Changes to the session list that wait for their clients.");
        live.CreateObservableCounter("dispatch.server.streams.dropped", () => hub.Dropped, "{message}", "Changes dropped because a client is slow; it is sent the whole list instead.");
    }
}
