using System.Runtime.InteropServices;
using Dispatch.Protocol;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Keeper;

/// <summary><c>Dispatch.Runner --keeper</c>.</summary>
internal static class KeeperProgram
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Runs until it is told to stop; the calling thread is the loop. The result is the exit code.</summary>
    public static int Run(DataFolder folder)
    {
        try
        {
            if (ThisProcess.IgnoresChildSignal())
            {
                return Refuse(
                    "SIGCHLD is ignored here, so no process's end could be learned. Start it from a parent that leaves SIGCHLD alone (in a shell: trap - CHLD).");
            }

            Directory.CreateDirectory(folder.Root, OwnerOnly);
            Directory.CreateDirectory(folder.Run, OwnerOnly);
            File.SetUnixFileMode(folder.Run, OwnerOnly);
            using var alone = LockFile.TryTakeAsync(folder.KeeperLock, TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult();
            return alone is null
                ? Refuse($"Another keeper (process {LockFile.Holder(folder.KeeperLock)}) already serves {folder.Root}. Use that one, or end it first.")
                : Serve(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(e.Message);
        }
    }

    private static int Serve(DataFolder folder)
    {
        // Left by a keeper that was killed: the lock says that nobody listens there.
        File.Delete(folder.KeeperSocket);
        using var listener = UnixSocket.Listen(folder.KeeperSocket);
        using var stop = Libc.EventDescriptor(0, OpenFlags.CloseOnExec | OpenFlags.NonBlocking).OrThrow("create an eventfd");
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Write(BitConverter.GetBytes(1L));
        });
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        using var loop = new KeeperLoop(listener, stop);
        KeeperLog.Line($"listening on {folder.KeeperSocket}");
        try
        {
            loop.Run();
        }
        finally
        {
            File.Delete(folder.KeeperSocket);
        }

        KeeperLog.Line("stopped");
        return 0;
    }

    private static int Refuse(string why)
    {
        KeeperLog.Line(why);
        return 1;
    }
}
