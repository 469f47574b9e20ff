using System.Globalization;

namespace Dispatch.Runner.Native;

/// <summary>The machine's processes as /proc shows them, but for those that have ended and wait to be reaped.</summary>
internal static class ProcessTable
{
    /// <summary>Whoever is in one of these sessions of the kernel (setsid(2)): the jobs of a shell too, each in a process group of its own.</summary>
    public static IEnumerable<ProcessPlace> InSessions(IReadOnlySet<int> sessions)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && Find(pid) is { } place && sessions.Contains(place.Session))
            {
                yield return place;
            }
        }
    }

    /// <summary>Null when there is no such process.</summary>
    public static ProcessPlace? Find(int pid)
    {
        try
        {
            // proc(5): pid (name, with any character) state parent group session ...
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is not ("Z" or "X")
                && int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var group)
                && int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var session)
                ? new ProcessPlace(pid, group, session)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or is another account's where /proc hides those.
            return null;
        }
    }
}

/// <param name="Pid">Its id.</param>
/// <param name="Group">The process group that it is in.</param>
/// <param name="Session">The kernel's session that it is in: the id of the process that began it.</param>
internal readonly record struct ProcessPlace(int Pid, int Group, int Session);
