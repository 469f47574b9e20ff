using System.ComponentModel;
using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Launch;
using Dispatch.Protocol;
using Dispatch.Protocol.Server;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Doctor;

/// <summary>What all checks judge by, looked at once. Reading it changes nothing in the data folder.</summary>
/// <param name="Server">The process id of the server; null when none runs.</param>
/// <param name="Status">What the server says of itself and its runner; null when it doesn't answer or doesn't run.</param>
/// <param name="Silence">Why a server that runs doesn't answer.</param>
/// <param name="Logs">The logs whose pages were read, which is done while no runner has them open.</param>
internal sealed record Examined(
    DataFolder Data, TimeProvider Time, int Port, int? Server, int? Runner, int? Keeper, ServerStatus? Status, string? Silence,
    IReadOnlyList<LogReport> Logs)
{
    public bool Idle => Server is null && Runner is null && Keeper is null;

    public static async Task<Examined> LookAsync(DataFolder data, int port, TimeProvider time, CancellationToken cancellation)
    {
        var server = Holder(data.ServerLock);
        var (status, silence) = server is null ? (null, null) : await AskAsync(data, cancellation);
        var runner = Holder(data.RunnerLock);
        var logs = runner is null && Directory.Exists(data.Workspaces) ? await ReadAsync(data, cancellation) : [];
        return new Examined(data, time, port, server, runner, Holder(data.KeeperLock), status, silence, logs);
    }

    /// <summary>A runner's program that is missing or fails is told of by what looks at programs and files.</summary>
    private static async Task<IReadOnlyList<LogReport>> ReadAsync(DataFolder data, CancellationToken cancellation)
    {
        try
        {
            return await VerifyProcess.RunAsync(data, quick: true, cancellation);
        }
        catch (Exception e) when (e is Failure or IOException or UnauthorizedAccessException or Win32Exception or JsonException)
        {
            return [];
        }
    }

    private static async Task<(ServerStatus? Status, string? Silence)> AskAsync(DataFolder data, CancellationToken cancellation)
    {
        try
        {
            using var connection = new ServerConnection(data, await RunningServer.RequireAsync(data, cancellation));
            return (await connection.GetAsync("/api/status", Wire.Default.ServerStatus, cancellation), null);
        }
        catch (Exception e) when (e is Failure or IOException or UnauthorizedAccessException)
        {
            return (null, e.Message);
        }
    }

    /// <summary>A lock that can't be read is the folder check's to tell of.</summary>
    private static int? Holder(string path)
    {
        try
        {
            return LockFile.Holder(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
