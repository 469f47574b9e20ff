using System.Reflection;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Keeper;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Feed;

/// <summary>What the runner says of itself.</summary>
internal sealed class RunnerState(RunnerOptions options, Workspace workspace, SessionRegistry sessions, KeeperLink link, TimeProvider time)
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
        [workspace.Info]);
}
