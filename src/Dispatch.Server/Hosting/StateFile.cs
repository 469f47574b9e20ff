using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Server;
using Microsoft.AspNetCore.Hosting.Server;

namespace Dispatch.Server.Hosting;

/// <summary>Tells others on this machine where the server is, from when it answers until it stops.</summary>
internal sealed class StateFile(ServerOptions options, IServer server, TimeProvider time) : IHostedLifecycleService
{
    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    public Uri Url => Listener.Url(options, server);

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var state = new ServerStateFile(
            Url.ToString().TrimEnd('/'), Listener.Local(options, server).ToString(), Environment.ProcessId, ServerVersion.Current, StartedAt);
        return PrivateFile.WriteAsync(options.Data.ServerStateFile, JsonSerializer.SerializeToUtf8Bytes(state, Wire.Default.ServerStateFile), cancellationToken);
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        File.Delete(options.Data.ServerStateFile);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
