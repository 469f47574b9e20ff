using System.Net;
using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Protocol;
using Dispatch.Protocol.Server;

namespace Dispatch.Cli.Connection;

/// <summary>The server of a data folder, as found by its lock and what it wrote beside it.</summary>
internal static class RunningServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Null when none runs, or when one has only just begun and doesn't answer yet.</summary>
    public static ServerStateFile? Find(DataFolder data)
    {
        if (LockFile.Holder(data.ServerLock) is not { } holder)
        {
            return null;
        }

        try
        {
            // Of another process: left behind by one that was killed, and not yet overwritten by its successor.
            var state = JsonSerializer.Deserialize(File.ReadAllBytes(data.ServerStateFile), Wire.Default.ServerStateFile);
            return state?.Pid == holder && IPEndPoint.TryParse(state.Listens ?? "", out _) ? state : null;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Waits for one that has only just begun.</summary>
    public static async Task<ServerStateFile> RequireAsync(DataFolder data, CancellationToken cancellation)
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            if (Find(data) is { } found)
            {
                return found;
            }

            if (LockFile.Holder(data.ServerLock) is null)
            {
                throw new Failure($"Dispatch isn't running for {data.Root}. Start it with: dispatch start");
            }

            await Task.Delay(Pause, cancellation);
        }

        throw new Failure($"The server of {data.Root} holds its lock but doesn't answer. See why with: dispatch logs; then: dispatch stop");
    }
}
