using Dispatch.Server.Access;

namespace Dispatch.Server.Hosting;

/// <summary>Ends the open WebSockets when the server stops: they would else hold it up. Runner and sessions stay.</summary>
internal sealed class ConnectionsEnd(LiveConnections connections, IHostApplicationLifetime lifetime) : IHostedService
{
    private CancellationTokenRegistration _registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registration = lifetime.ApplicationStopping.Register(connections.End);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _registration.Dispose();
        return Task.CompletedTask;
    }
}
