using Dispatch.Cli.Commands;
using Dispatch.Cli.Launch;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Doctor;

/// <summary>What must be there before anything can start: the other programs, and what they need of the system.</summary>
internal static class ProgramsCheck
{
    public const string Name = "programs";

    /// <summary>The first kernel with <c>pidfd_open</c>, by which the end of a shell is learned.</summary>
    private static readonly Version OldestKernel = new(5, 3);

    private static readonly string[] Needed = ["/bin/sh", "setsid"];

    public static IEnumerable<Finding> Look(Examined examined)
    {
        Finding[] problems = [.. Problems()];
        return problems is [] ? [Finding.Ok(Name, $"Server and runner lie in {AppContext.BaseDirectory}, and what they need is there")] : problems;
    }

    private static IEnumerable<Finding> Problems()
    {
        foreach (var path in (Func<string>[])[() => Programs.Server, () => Programs.Runner])
        {
            if (Missing(path) is { } missing)
            {
                yield return Finding.Problem(Name, missing, "Build or install Dispatch again");
            }
        }

        if (!OperatingSystem.IsLinux() || Environment.OSVersion.Version < OldestKernel)
        {
            yield return Finding.Problem(Name, $"This is {Environment.OSVersion}; Dispatch needs Linux {OldestKernel} or newer", "Run Dispatch on a newer kernel");
        }

        foreach (var needed in Needed.Where(needed => !Exists(needed)))
        {
            yield return Finding.Problem(Name, $"{needed} is missing", "Install it (on Debian: apt-get install dash util-linux)");
        }

        if (LibC.access("/dev/ptmx", LibC.ReadAndWrite) != 0)
        {
            yield return Finding.Problem(Name, "/dev/ptmx can't be opened, so there can be no terminal", "Mount devpts (in a container: run it with the usual /dev), then look again");
        }

        if (ChildSignal.Ignored)
        {
            yield return Finding.Problem(
                Name, "SIGCHLD is ignored here, so no shell's exit could be seen", "Start Dispatch from a program that doesn't ignore it (in a shell: trap - CHLD)");
        }
    }

    private static string? Missing(Func<string> path)
    {
        try
        {
            return File.GetUnixFileMode(path()).HasFlag(UnixFileMode.UserExecute) ? null : $"{path()} is not executable";
        }
        catch (Failure failure)
        {
            return failure.Message.Split(':')[0];
        }
    }

    private static bool Exists(string program) => program.StartsWith('/')
        ? File.Exists(program)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
