using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Upgrades;
using Dispatch.Runner.Backups.Storage;
using Dispatch.Runner.Feed;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Keeper;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Verification;
using Dispatch.Runner.Verification.Storage;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Upgrades;

/// <summary>
/// <c>Dispatch.Runner --prove --data DIR --environment ID</c>: whether this program can take over a data folder that another runner serves
/// meanwhile. It reads that one's settings, copies its logs, goes on from the copies as it would from them, and reads every event. Prints a
/// <see cref="RunnerProof"/>; what keeps it from that is one line on standard error, and 1. Of the data folder nothing is changed.
/// </summary>
internal static class ProofProgram
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var (options, fault) = RunnerOptions.Read(arguments);
        if (options is null)
        {
            return await RefuseAsync(fault!);
        }

        // Beside the logs: where there is room for them, and nobody else can look.
        var copy = new DataFolder(Path.Combine(options.Data.Root, $"proof-{Environment.ProcessId}"));
        try
        {
            Directory.CreateDirectory(copy.Run, OwnerOnly);
            foreach (var workspace in LogFolders.Of(options.Data))
            {
                LogCopy.Take(options.Data, workspace, copy);
            }

            var proof = await GoOnAsync(options with { Data = copy });
            Console.WriteLine(JsonSerializer.Serialize(proof, Wire.Default.RunnerProof));
            return 0;
        }
        catch (Exception e) when (e is LogFaultException or IOException or UnauthorizedAccessException)
        {
            return await RefuseAsync(e.Message.Replace(copy.Root, options.Data.Root, StringComparison.Ordinal));
        }
        finally
        {
            if (Directory.Exists(copy.Root))
            {
                Directory.Delete(copy.Root, recursive: true);
            }
        }
    }

    private static async Task<RunnerProof> GoOnAsync(RunnerOptions options)
    {
        await using var app = RunnerHost.Build(options, silent: true);
        var workspaces = app.Services.GetRequiredService<WorkspaceRegistry>();
        await app.Services.GetRequiredService<Recovery>().LoadAsync(CancellationToken.None);

        var events = 0L;
        foreach (var workspace in workspaces.All)
        {
            var path = workspace.Log.Path;
            var report = LogVerification.Run(
                workspace.Id, path, "copy", () => LogWalk.Open(path, workspace.Log.SegmentFiles, immutable: false), LogDepth.Events, null, CancellationToken.None);
            if (report.Faults is [var first, ..])
            {
                throw new LogFaultException($"{first.Found} {first.Next}");
            }

            events += report.Events;
        }

        if (workspaces.FindBroken(Workspace.Default) is { } broken)
        {
            throw new LogFaultException(broken.Reason);
        }

        // Another one that the present runner can't open either is no reason to stay with it.
        return new RunnerProof(RunnerState.Version, KeeperProtocol.Version, app.Services.GetRequiredService<SessionRegistry>().All.Count, events);
    }

    private static async Task<int> RefuseAsync(string fault)
    {
        await Console.Error.WriteLineAsync(fault.ReplaceLineEndings(" "));
        return 1;
    }
}
