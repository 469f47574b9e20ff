using System.Globalization;

namespace Dispatch.Cli.Doctor;

/// <summary>Whether shells can still be started: the limit on processes of the control group that this is in.</summary>
internal static class ProcessesCheck
{
    public const string Name = "processes";

    private const double Much = 0.8;
    private const long Fewest = 256;

    public static IEnumerable<Finding> Look(Examined examined)
    {
        // Where the shells are to be counts: they share the keeper's group.
        var process = examined.Keeper is { } keeper ? $"/proc/{keeper}" : "/proc/self";
        var tightest = Groups(process).Select(Of).OfType<(long Used, long Most)>().OrderBy(group => group.Most - group.Used).Take(1).ToArray();
        Finding[] findings = [.. tightest.Select(group => Judge(group.Used, group.Most)), .. KernelMost()];
        return findings is [] ? [Finding.Ok(Name, "No control group limits how many there may be")] : findings;
    }

    public static Finding Judge(long used, long most)
    {
        const string Next = "End what isn't needed, or raise the limit (TasksMax= in a service, --pids-limit of a container)";
        return used > most * Much ? Finding.Problem(Name, $"{used} of {most} processes and threads are there that the control group allows", Next)
            : most < Fewest ? Finding.Warning(Name, $"The control group allows only {most} processes and threads", Next)
            : Finding.Ok(Name, $"{used} of {most} processes and threads that the control group allows");
    }

    /// <summary>The control group (version 2) and those it lies in: the tightest counts.</summary>
    private static IEnumerable<string> Groups(string process)
    {
        var line = File.Exists($"{process}/cgroup") ? File.ReadLines($"{process}/cgroup").FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal)) : null;
        for (var path = line?[3..]; path is not null; path = Path.GetDirectoryName(path))
        {
            yield return $"/sys/fs/cgroup{path.TrimEnd('/')}";
        }

        // Version 1, mounted by itself.
        yield return "/sys/fs/cgroup/pids";
    }

    private static (long Used, long Most)? Of(string group) =>
        Read($"{group}/pids.max") is { } most && Read($"{group}/pids.current") is { } used ? (used, most) : null;

    private static IEnumerable<Finding> KernelMost()
    {
        if (Read("/proc/sys/kernel/pid_max") is { } most and < 4096)
        {
            yield return Finding.Warning(Name, $"The kernel allows only {most} processes", "As root: sysctl kernel.pid_max=32768");
        }
    }

    /// <summary>Null also for <c>max</c>: no limit.</summary>
    private static long? Read(string path) =>
        File.Exists(path) && long.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
