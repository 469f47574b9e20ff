using System.Diagnostics;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Launch;

internal static class ServerProcess
{
    /// <summary>
    /// In a session of its own, with nothing of the caller's: it outlives the terminal, and <c>$(dispatch start)</c> returns. setsid
    /// keeps the process id, since a child leads no group.
    /// </summary>
    public static Process StartDetached(IEnumerable<string> arguments, string log)
    {
        LibC.KeepInheritedFromChildren();
        return Process.Start(new ProcessStartInfo("/bin/sh",
            ["-c", "log=$1; shift; exec setsid \"$@\" </dev/null >>\"$log\" 2>&1", "sh", log, Programs.Server, .. arguments])
        {
            WorkingDirectory = "/",
        })!;
    }

    /// <summary>As a child that shares this terminal.</summary>
    public static Process StartHere(IEnumerable<string> arguments)
    {
        LibC.KeepInheritedFromChildren();
        return Process.Start(new ProcessStartInfo(Programs.Server, arguments))!;
    }
}
