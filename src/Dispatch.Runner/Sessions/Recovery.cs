using Dispatch.Runner.Keeper;
using Dispatch.Runner.Kinds;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Sessions;

/// <summary>Brings the sessions of a log back to life after the runner's own death: from the log, and from what the keeper holds.</summary>
internal sealed partial class Recovery(
    WorkspaceRegistry workspaces, SessionFaults faults, SessionRegistry sessions, SessionKinds kinds, SessionStarter starter, Survivors survivors, ILogger<Recovery> logger)
{
    private const string KeeperLost = "The process went away with the keeper or the machine. Its past is kept; restart it to go on.";
    private const string NeverStarted = "The runner stopped before the process was started. Restart it.";

    // What the keeper holds for sessions of a kind that isn't there any more: when it is again, they go on.
    private readonly HashSet<Guid> _setAside = [];

    /// <summary>Folds the facts of the logs into sessions. Before the keeper is asked.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        foreach (var workspace in workspaces.All)
        {
            try
            {
                await LoadAsync(workspace, cancellation);
            }
            catch (Exception e) when (workspaces.All.Count > 1 && WorkspaceRegistry.IsOfLog(e))
            {
                foreach (var session in sessions.All.Where(session => session.Workspace == workspace))
                {
                    sessions.Remove(session);
                }

                await workspaces.BreakAsync(workspace, e);
            }
        }
    }

    private async Task LoadAsync(Workspace workspace, CancellationToken cancellation)
    {
        var folded = new FactFold(workspace);
        await workspace.Readers.ReadFactsAsync(0, folded, cancellation);
        foreach (var log in LogLoader.Sessions(workspace.Log.Path))
        {
            if (folded.Created(log) is not { } created)
            {
                continue;
            }

            if (kinds.Create(created.Kind) is { } driver)
            {
                sessions.Add(folded.Make(log, created, driver));
            }
            else
            {
                _setAside.Add(log.Process);
                faults.UnknownKind(log.PublicId, created.Kind);
            }

            if (folded.Unread.GetValueOrDefault(log.Row) is { } fact)
            {
                faults.Unread(log.PublicId, fact);
            }
        }
    }

    /// <summary>Goes on with every process that the keeper still has, and records what became of the others.</summary>
    public async Task ReconcileAsync(KeeperClient keeper, CancellationToken cancellation)
    {
        var kept = (await keeper.ListAsync(cancellation)).ToDictionary(process => process.Key);
        foreach (var session in sessions.All.Where(session => session.Alive))
        {
            try
            {
                Reconcile(keeper, session, kept);
            }
            catch (Exception e) when (e is not LogFaultException)
            {
                // The others go on; its process stays with the keeper, and the next connection tries again.
                faults.Note(session, e);
            }
        }

        // What a log that can't be opened knows of may be among them: they wait for it.
        foreach (var orphan in workspaces.Broken.Count > 0 ? [] : kept.Values.Where(process => !_setAside.Contains(process.Key)))
        {
            End(keeper, orphan);
        }
    }

    private void Reconcile(KeeperClient keeper, Session session, Dictionary<Guid, KeptProcess> kept)
    {
        if (kept.Remove(session.Log.Process, out var process))
        {
            Resume(keeper, session, process);
        }
        else if (session.Created.Imported == true)
        {
            // The runner stopped in the middle of an import, and whoever asked for it was told that it failed.
            sessions.Remove(session);
            SessionFacts.Removed(session, "");
            LogHalfImported(logger, session.Id);
        }
        else if (session.Info.Pid is null)
        {
            SessionFacts.Failed(session, NeverStarted);
        }
        else
        {
            var pid = session.Info.Pid.Value;
            session.Release(session.Input);
            sessions.Release(session.Log.Process);
            SessionFacts.Lost(session, KeeperLost);
            _ = survivors.EndAsync(session.Id, pid);
        }
    }

    private void Resume(KeeperClient keeper, Session session, KeptProcess process)
    {
        if (process.Pty != session.Driver.Pty)
        {
            // What made it can't be read, and what is shown of it isn't what it was: to ask for its output would be refused with everyone's connection.
            throw new InvalidOperationException($"Process {process.Pid} of session {session.Id} isn't of the kind that is left of it; it is left alone.");
        }

        var behind = false;
        for (var stream = 0; stream < process.Streams.Count; stream++)
        {
            // The keeper dropped it because a log had it. If this one hasn't, it is an older copy: its positions were used for other things.
            if (process.Streams[stream].Acknowledged > session.Log.Offsets[stream])
            {
                behind = true;
                session.Log.Offsets[stream] = process.Streams[stream].Acknowledged;
            }
        }

        if (behind)
        {
            session.Events.AdvanceEpoch();
            LogBehind(logger, session.Id, session.Events.Epoch);
        }

        if (session.Info.Pid is null)
        {
            SessionFacts.Started(session, process.Pid);
        }

        starter.Follow(keeper, session, process.Key);
    }

    /// <summary>A process that no session knows can't be reached by anybody: its session was removed, or its log was put back.</summary>
    private void End(KeeperClient keeper, KeptProcess orphan)
    {
        LogOrphan(logger, orphan.Pid);
        if (orphan.Exit is null)
        {
            _ = EndAsync(keeper, orphan);
        }
        else
        {
            // It ended by itself, perhaps as that of a session which says so: what it left in the background goes on.
            Collect(keeper, orphan);
        }
    }

    private async Task EndAsync(KeeperClient keeper, KeptProcess orphan)
    {
        keeper.Signal(orphan.Key, Native.Signals.Hangup, foreground: false);
        keeper.Signal(orphan.Key, Native.Signals.Kill, foreground: false);

        // The keeper has it until it is collected, so that its id is its own meanwhile.
        await survivors.EndRestAsync("(unknown)", orphan.Pid);
        Collect(keeper, orphan);
    }

    // Its exit is told, and answered by the collecting.
    private static void Collect(KeeperClient keeper, KeptProcess orphan) =>
        keeper.Subscribe(orphan.Key, orphan.Streams.Select(stream => stream.End).ToArray());

    [LoggerMessage(EventId = 160, Level = LogLevel.Warning, Message = "The log lacks output of session {Session} that it had: epoch {Epoch} begins")]
    private static partial void LogBehind(ILogger logger, string session, int epoch);

    [LoggerMessage(EventId = 162, Level = LogLevel.Warning, Message = "The import of session {Session} was cut off: it is removed")]
    private static partial void LogHalfImported(ILogger logger, string session);

    [LoggerMessage(EventId = 161, Level = LogLevel.Warning, Message = "The keeper holds process {Pid}, which no session knows: it is ended")]
    private static partial void LogOrphan(ILogger logger, int pid);
}
