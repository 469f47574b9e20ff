using System.Globalization;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Keeper;

/// <summary>Whoever still belongs to the held processes' sessions: their jobs too, each in a process group of its own.</summary>
internal static class SessionEnd
{
    /// <summary>True when there was anyone left to send it to.</summary>
    public static bool Send(IEnumerable<HeldProcess> processes, int signal)
    {
        var sessions = processes.Select(process => process.Pid).ToHashSet();
        var groups = Groups(sessions);
        foreach (var group in groups)
        {
            _ = Libc.Kill(-group, signal);
        }

        return groups.Count > 0;
    }

    public static bool AnyoneLeft(IEnumerable<HeldProcess> processes) => Groups(processes.Select(process => process.Pid).ToHashSet()).Count > 0;

    private static HashSet<int> Groups(HashSet<int> sessions)
    {
        var groups = new HashSet<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (char.IsAsciiDigit(Path.GetFileName(folder)[0]) && TryReadGroup(folder, out var group, out var session) && sessions.Contains(session))
            {
                groups.Add(group);
            }
        }

        return groups;
    }

    // /proc/PID/stat: pid (name, with any character) state parent group session ...
    private static bool TryReadGroup(string folder, out int group, out int session)
    {
        (group, session) = (0, 0);
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is not ("Z" or "X")
                && int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out group)
                && int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out session);
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return false;
        }
    }
}
