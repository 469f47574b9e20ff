using Dispatch.Protocol;
using Dispatch.Runner.Disks;
using Dispatch.Runner.Gateway;
using Dispatch.Runner.Native;
using Dispatch.Runner.Retention;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Terminals.Screens;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Hosting;

/// <summary>The runner's life, from the lock to the last event. What keeps it from starting is one line on standard error.</summary>
internal static class RunnerProgram
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var (options, fault) = RunnerOptions.Read(arguments);
        fault ??= ThisProcess.IgnoresChildSignal()
            ? "SIGCHLD is ignored here, so no process's end could be learned. Start Dispatch from a parent that leaves it alone (in a shell: trap - CHLD)."
            : options!.Data.RunnerSocket.Length > DataFolder.MaximumSocketPath
                ? $"The path {options.Data.RunnerSocket} is too long for a socket ({DataFolder.MaximumSocketPath} bytes). Choose a shorter data folder with --data."
                : null;
        if (fault is not null)
        {
            return await RefuseAsync(fault);
        }

        try
        {
            return await ServeAsync(options!);
        }
        catch (Exception e) when (e is LogFaultException or IOException or UnauthorizedAccessException)
        {
            return await RefuseAsync(e.Message);
        }
    }

    private static async Task<int> ServeAsync(RunnerOptions options)
    {
        Directory.CreateDirectory(options.Data.Run, OwnerOnly);
        using var alone = await Takeover.TakeAsync(options.Data, TimeProvider.System);
        if (alone is null)
        {
            await Console.Error.WriteLineAsync($"A runner already serves {options.Data.Root}.");
            return 0;
        }

        // Left by a runner that was killed: the lock says that nobody listens there.
        File.Delete(options.Data.RunnerSocket);
        await using var app = RunnerHost.Build(options);
        _ = app.Services.GetRequiredService<WorkspaceRegistry>();
        app.Services.GetRequiredService<DiskRoom>().Start();
        await app.Services.GetRequiredService<KeeperConnection>().StartAsync(app.Lifetime.ApplicationStopping);
        app.Services.GetRequiredService<Sealer>().Start();
        _ = app.Services.GetRequiredService<Leftovers>().SweepAsync(app.Services.GetRequiredService<TimeProvider>());
        await app.StartAsync();
        File.SetUnixFileMode(options.Data.RunnerSocket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        app.Services.GetRequiredService<GatewayPort>().Keep();
        await app.WaitForShutdownAsync();
        await app.Services.GetRequiredService<KeeperConnection>().CloseAsync();
        await SessionScreens.CloseAsync(app.Services.GetRequiredService<SessionRegistry>(), app.Services.GetRequiredService<TimeProvider>());
        return 0;
    }

    private static async Task<int> RefuseAsync(string fault)
    {
        await Console.Error.WriteLineAsync(fault);
        return 1;
    }
}
