using System.Diagnostics;
using Dispatch.Cli.Native;
using Dispatch.Protocol;

namespace Dispatch.Cli.Launch;

internal static class ServerProcess
{
    /// <summary>
    /// In a session of its own, with nothing of the caller's: it outlives the terminal, and <c>$(dispatch start)</c> returns. setsid
    /// keeps the process id, since a child leads no group.
    /// </summary>
    public static Process StartDetached(IEnumerable<string> arguments, string? database, string log) =>
        Start(Detached(Programs.Server, [.. arguments, "--detached"], log), database);

    /// <summary>The same, as another one was started: with its arguments and its variables, not this terminal's.</summary>
    public static Process StartAgain(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string log)
    {
        var start = Detached(program, arguments, log);
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Start(start, null);
    }

    /// <summary>As a child that shares this terminal.</summary>
    public static Process StartHere(IEnumerable<string> arguments, string? database = null) =>
        Start(new ProcessStartInfo(Programs.Server, arguments), database);

    private static ProcessStartInfo Detached(string program, IEnumerable<string> arguments, string log)
    {
        const string Detach = "log=$1; shift; exec setsid \"$@\" </dev/null >>\"$log\" 2>&1";
        return new ProcessStartInfo("/bin/sh", ["-c", Detach, "sh", log, program, .. arguments]) { WorkingDirectory = "/" };
    }

    private static Process Start(ProcessStartInfo start, string? database)
    {
        LibC.KeepInheritedFromChildren();
        start.Environment[InlineSockets.Variable] = InlineSockets.On;
        if (database is not null)
        {
            start.Environment["DISPATCH_DATABASE"] = database;
        }

        return Process.Start(start)!;
    }
}
