using System.Diagnostics.Metrics;
using Dispatch.Metrics;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Metrics;

/// <summary>The sessions, who is attached to them, and what went wrong. Looked at when asked for: nothing is counted on a keystroke's way.</summary>
internal sealed class SessionMetrics
{
    private long _committed;

    public SessionMetrics(Meters meters, SessionRegistry sessions, WorkspaceRegistry workspaces, SessionFaults faults, KeeperLink link)
    {
        var meter = meters.Make("Sessions");
        meter.CreateObservableGauge("dispatch.runner.sessions", () => ByState(sessions), "{session}", "Sessions, by their state.");
        meter.CreateObservableGauge("dispatch.runner.clients", () => sessions.All.Sum(session => (long)session.Clients.Length), "{client}", "Clients that are attached.");
        meter.CreateObservableGauge(
            "dispatch.runner.input.waiting", () => sessions.All.Sum(session => (long)session.Typing.Waiting), "{input}", "Inputs on their way to programs, not yet written.");
        meter.CreateObservableCounter(
            "dispatch.runner.input.refused", () => sessions.All.Sum(session => session.Typing.Dropped), "{input}", "Inputs dropped because a program doesn't read.");
        meter.CreateObservableCounter("dispatch.runner.log.events", () => Committed(workspaces), "{event}", "Events committed to the logs since the runner's start.");
        meter.CreateObservableCounter("dispatch.runner.session.faults", () => faults.Count, "{fault}", "Failures that stayed with one session.");
        meter.CreateObservableGauge("dispatch.runner.session.stopped", () => (long)faults.Broken.Count, "{session}", "Sessions whose output can't be taken in.");
        meter.CreateObservableCounter("dispatch.runner.keeper.connections", () => link.Connections, "{connection}", "Connections made to the keeper: the first, and each again.");
    }

    // One that was removed takes its own along: a counter doesn't go back.
    private long Committed(WorkspaceRegistry workspaces) => _committed = Math.Max(_committed, workspaces.All.Sum(workspace => workspace.Log.Committed));

    private static IEnumerable<Measurement<long>> ByState(SessionRegistry sessions)
    {
        var states = sessions.All.GroupBy(session => session.Info.State).ToDictionary(same => same.Key, same => same.LongCount());
        return Enum.GetValues<SessionState>().Select(state => new Measurement<long>(
            states.GetValueOrDefault(state), new KeyValuePair<string, object?>("state", state.ToString().ToLowerInvariant())));
    }
}
