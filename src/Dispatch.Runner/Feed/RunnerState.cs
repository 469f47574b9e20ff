using System.Reflection;
using Dispatch.Loops;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Disks;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Keeper;
using Dispatch.Runner.Retention;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Feed;

/// <summary>What the runner says of itself.</summary>
internal sealed class RunnerState(RunnerOptions options, WorkspaceRegistry workspaces, SessionFaults faults, SessionRegistry sessions, KeeperLink link, KeeperIntake intake, DiskRoom room, ClockWatch clock,
    BackgroundLoops loops, TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    public static string Version { get; } =
        typeof(RunnerState).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public RunnerStatus Status() => new(
        options.Environment, Version, Environment.ProcessId, _started,
        link.Client is { } keeper ? new KeeperStatus(keeper.KeeperVersion, keeper.KeeperPid, KeeperProtocol.Version) : null,
        sessions.Count,
        sessions.All.Count(session => session.Info.State == SessionState.Running),
        sessions.All.Sum(session => session.Clients.Length),
        workspaces.Infos,
        Troubles() is { Count: > 0 } troubles ? troubles : null);

    /// <summary>What keeps it from doing all its work, or soon will.</summary>
    public IReadOnlyList<ProblemPart> Troubles()
    {
        var troubles = new List<ProblemPart>();
        if (room.Trouble is { } disk)
        {
            // First: what the log can't do may follow from it.
            troubles.Add(disk);
        }

        if (link.Client is null)
        {
            troubles.Add(new("keeper", SessionStarter.NoKeeper.Code, SessionStarter.NoKeeper.Message));
        }

        if (intake.Unwritable is { } full)
        {
            troubles.Add(new("log", "log.unwritable", full));
        }

        if (workspaces.All.Select(workspace => workspace.Durability.Unconfirmed).FirstOrDefault(cause => cause is not null) is { } cause)
        {
            troubles.Add(new("log", "log.not-confirmed", $"The disk didn't confirm what was written last: {cause.TrimEnd('.')}. See to the disk."));
        }

        if (options.Limits.OutputDays is not null && clock.Doubt is { } doubt)
        {
            troubles.Add(new("clock", "clock.ahead", doubt, Warning: true));
        }

        troubles.AddRange(workspaces.Broken.Select(broken => new ProblemPart("workspace", "workspace.broken", WorkspaceRules.Broken(broken).Message, Warning: true)));
        troubles.AddRange(faults.Troubles);
        troubles.AddRange(loops.Failing.Select(loop => loop.ToPart()));
        return troubles;
    }
}
