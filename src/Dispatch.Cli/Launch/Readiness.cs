using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Protocol;

namespace Dispatch.Cli.Launch;

/// <summary>Waits until server, runner and keeper can work.</summary>
internal static class Readiness
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>More than the server's own patience with a runner that hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="data">The data folder.</param>
    /// <param name="explainEnd">Gives why the server ended, once it has.</param>
    public static async Task<ServerConnection> WaitAsync(DataFolder data, Func<string?> explainEnd, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        var pause = ShortestPause;
        ServerConnection? connection = null;
        while (TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            if (explainEnd() is { } reason)
            {
                throw new Failure(reason);
            }

            if (connection is null && RunningServer.Find(data) is { } server)
            {
                connection = new ServerConnection(data, server);
            }

            if (connection is not null && await connection.IsReadyAsync(cancellation))
            {
                return connection;
            }

            if (connection is not null && await RefusalAsync(connection, cancellation) is { } refusal)
            {
                connection.Dispose();
                throw new Failure(refusal);
            }

            await Task.Delay(pause, cancellation);
            pause = pause * 1.2 < LongestPause ? pause * 1.2 : LongestPause;
        }

        throw new Failure(connection is null
            ? $"The server didn't come up within {Patience.TotalSeconds:0} s. See why with: dispatch logs server"
            : $"The server answers at {connection.Address} but its runner doesn't: {await ReasonAsync(connection, cancellation)}. See why with: dispatch logs runner");
    }

    /// <summary>What a runner that won't start says of it; null while it still may.</summary>
    private static async Task<string?> RefusalAsync(ServerConnection connection, CancellationToken cancellation)
    {
        try
        {
            var status = await connection.GetAsync("/api/status", Wire.Default.ServerStatus, cancellation);
            return status.RunnerLink.State == "unreachable" ? status.RunnerLink.Reason : null;
        }
        catch (Failure)
        {
            return null;
        }
    }

    private static async Task<string> ReasonAsync(ServerConnection connection, CancellationToken cancellation)
    {
        var status = await connection.GetAsync("/api/status", Wire.Default.ServerStatus, cancellation);
        return status.RunnerLink.Reason?.TrimEnd('.') ?? status.RunnerLink.State;
    }
}
