using Dispatch.Runner.Native;

namespace Dispatch.Runner.Keeper;

/// <summary>Whoever still belongs to the held processes' sessions: their jobs too, each in a process group of its own.</summary>
internal static class SessionEnd
{
    /// <summary>True when there was anyone left to send it to.</summary>
    public static bool Send(IEnumerable<HeldProcess> processes, int signal)
    {
        var groups = Groups(processes);
        foreach (var group in groups)
        {
            _ = Libc.Kill(-group, signal);
        }

        return groups.Count > 0;
    }

    public static bool AnyoneLeft(IEnumerable<HeldProcess> processes) => Groups(processes).Count > 0;

    private static HashSet<int> Groups(IEnumerable<HeldProcess> processes) =>
        ProcessTable.InSessions(processes.Select(process => process.Pid).ToHashSet()).Select(place => place.Group).ToHashSet();
}
