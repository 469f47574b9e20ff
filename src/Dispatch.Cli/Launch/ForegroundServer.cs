using System.Diagnostics;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Protocol;

namespace Dispatch.Cli.Launch;

/// <summary>The server as this command's child. Ctrl-C and SIGTERM stop it; its end is the command's.</summary>
internal static class ForegroundServer
{
    public static async Task<int> RunAsync(
        DataFolder data, Process process, Func<ServerConnection, Task> welcome, CancellationToken cancellation)
    {
        using var owned = process;
        await using var stop = cancellation.Register(() => _ = LibC.kill(process.Id, LibC.SigTerm));
        try
        {
            using var connection = await Readiness.WaitAsync(data, () => process.HasExited ? "" : null, cancellation);
            await welcome(connection);
        }
        catch (Failure) when (process.HasExited)
        {
            // It has said why on the same terminal.
            return process.ExitCode;
        }
        catch (Failure)
        {
            _ = LibC.kill(process.Id, LibC.SigTerm);
            await process.WaitForExitAsync(cancellation);
            throw;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // It is told to stop; its end is waited for below.
        }

        await process.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
