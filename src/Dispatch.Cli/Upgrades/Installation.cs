using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Launch;
using Dispatch.Cli.Sessions;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Upgrades;

/// <summary>The programs that serve a data folder now.</summary>
/// <param name="Server">The server.</param>
/// <param name="Runner">The runner; null when there is none at this moment.</param>
internal sealed record Installation(RunningProgram Server, RunningProgram? Runner)
{
    public static Installation Running(DataFolder data)
    {
        if (Part.Server(data).Pid is not { } pid)
        {
            throw new Failure($"Dispatch isn't running for {data.Root}: dispatch start starts the newest version");
        }

        var server = RunningProgram.Of(pid);
        if (!server.Arguments.Contains("--detached"))
        {
            throw new Failure($"The server (process {pid}) runs in the foreground of something that would take its end for its own. Stop it there and start it again: the shells live on");
        }

        if (!server.IsThere)
        {
            throw new Failure($"The running version's programs are gone from {Path.GetDirectoryName(server.File)}, so there would be no way back. Stop and start instead, the shells live on: dispatch stop, then dispatch start");
        }

        return new Installation(server, Part.Runner(data).Pid is { } runner ? RunningProgram.Of(runner) : null);
    }

    public bool Is(string server, string runner) => SameFile(Server.File, server) && Runner is not null && SameFile(Runner.File, runner);

    /// <summary>What the keeper speaks; null when that isn't known, or there is none.</summary>
    public static async Task<int?> KeeperProtocolAsync(DataFolder data, CancellationToken cancellation)
    {
        using var connection = new ServerConnection(data, await RunningServer.RequireAsync(data, cancellation));
        return (await connection.GetAsync("/api/status", Wire.Default.ServerStatus, cancellation)).Runner?.Keeper?.Protocol;
    }

    /// <summary>How many sessions have a living process.</summary>
    public static async Task<int> ShellsAsync(ServerConnection connection) =>
        (await SessionApi.ListAllAsync(connection, CancellationToken.None)).Count(session => session.State == SessionState.Running);

    private static bool SameFile(string one, string other) => one == (new FileInfo(other).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(other));
}
