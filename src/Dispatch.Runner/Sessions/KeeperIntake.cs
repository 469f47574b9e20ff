using System.Runtime.InteropServices;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Disks;
using Dispatch.Runner.Keeper;
using Dispatch.Runner.Metrics;
using Dispatch.Runner.Native;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// What comes from the keeper, into the log, and on to whoever is attached: all on the keeper client's one thread, because handing a
/// keystroke from thread to thread costs more than committing it. Output is acknowledged to the keeper only after its commit.
/// </summary>
internal sealed partial class KeeperIntake(
    SessionFaults faults, SessionRegistry sessions, DiskRoom room, LogMetrics metrics, TimeProvider time, ILogger<KeeperIntake> logger,
    CancellationToken stopping) : IKeeperObserver
{
    /// <summary>Bytes after which a batch is committed though more has come: what a commit holds up everyone else for.</summary>
    private const int EnoughForCommit = 256 * 1024;

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);
    private readonly List<Workspace> _waiting = [];
    private readonly List<(Guid Process, Session Session, ProcessInput? Input)> _ended = [];
    private readonly HashSet<Session> _touched = [];
    private readonly PausedOutput _paused = new();

    // The connection that comes in here; the link learns of it a moment later.
    private KeeperClient? _client;

    /// <summary>Why the log takes no more, while it doesn't; null when all is well.</summary>
    public string? Unwritable { get; private set; }

    public void OnConnecting(KeeperClient client)
    {
        // What the one before left unfinished was not acknowledged, and comes again.
        _client = client;
        foreach (var workspace in _waiting)
        {
            workspace.Incoming.Clear();
        }

        _waiting.Clear();
        _ended.Clear();
        _touched.Clear();
        _paused.Clear();
        faults.Reset();
    }

    public void OnOutput(Guid key, int stream, long offset, ReadOnlySpan<byte> bytes)
    {
        if (sessions.OfProcess(key) is not { } session || faults.IsStopped(key)
            || !_paused.Admits(session, key, stream, room.IsFull, ref offset, ref bytes))
        {
            return;
        }

        var batch = session.Workspace.Incoming;
        try
        {
            session.Driver.Output(stream, offset, bytes, new Intake(session, batch, key));
        }
        catch (Exception e) when (e is not LogFaultException)
        {
            faults.Stop(session, key, e);
        }

        Await(session.Workspace);
        if (batch.Bytes >= EnoughForCommit)
        {
            Commit();
        }
    }

    public void OnExited(Guid key, ExitStatus status)
    {
        if (sessions.OfProcess(key) is { } session)
        {
            if (!faults.IsStopped(key) && !_paused.AdmitsEnd(key))
            {
                return;
            }

            _paused.Forget(key);
            session.Driver.Exiting(new Intake(session, session.Workspace.Incoming, key));
            var exited = new SessionExited(status.Code, status.Signal is { } signal ? Signals.Name(signal) : null);
            Fact(session, EventTypes.SessionExited, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(exited, Wire.Default.SessionExited));
            _ended.Add((key, session, session.Input));
            faults.Forget(key);
        }
        else
        {
            _client?.Collect(key);
        }
    }

    public void OnWritten(Guid key, uint inputId)
    {
        if (sessions.OfProcess(key) is { } session)
        {
            session.Typing.Written(inputId);
            session.Driver.Written(inputId);
        }
    }

    public void OnInputRefused(Guid key, uint inputId)
    {
        if (sessions.OfProcess(key) is { } session)
        {
            session.Typing.Refused(inputId);
            session.Driver.Refused(inputId);
        }
    }

    public void OnIdle()
    {
        Commit();
        if (_client is { } keeper && _waiting.Count == 0)
        {
            _paused.Resume(room.IsFull, keeper);
        }
    }

    public void OnDisconnected() => Commit();

    private void Fact(Session session, string type, ReadOnlySpan<byte> payload)
    {
        session.Workspace.Incoming.Add(session, session.Events.Names.Id(type, session.Events), 0, payload);
        Await(session.Workspace);
    }

    // There are a few at most: looking through them costs less than a set.
    private void Await(Workspace workspace)
    {
        if (!workspace.Incoming.IsEmpty && !_waiting.Contains(workspace))
        {
            _waiting.Add(workspace);
        }
    }

    private void Commit()
    {
        while (_waiting.Count > 0)
        {
            var workspace = _waiting[^1];
            if (TryCommit(workspace))
            {
                _waiting.RemoveAt(_waiting.Count - 1);
                Publish(workspace, workspace.Incoming);
            }
            // Nothing is lost meanwhile: what isn't acknowledged stays with the keeper, and a full keeper stops the programs.
            else if (stopping.WaitHandle.WaitOne(RetryPause))
            {
                return;
            }
        }
    }

    private bool TryCommit(Workspace workspace)
    {
        try
        {
            var since = time.GetTimestamp();
            workspace.Log.Commit(workspace.Incoming);
            metrics.Committed(workspace.Incoming.Bytes, time.GetElapsedTime(since));
            room.Wrote(workspace.Incoming.Bytes);
            Unwritable = null;
            return true;
        }
        catch (LogFaultException e)
        {
            metrics.Failed();
            Unwritable = e.Message;
            LogCommitFailed(logger, e.Message);
            room.LookNow();
            return false;
        }
    }

    private void Publish(Workspace workspace, Batch batch)
    {
        foreach (ref readonly var move in CollectionsMarshal.AsSpan(batch.Moves))
        {
            _client?.Acknowledge(move.Process, move.Stream, move.Offset);
        }

        var facts = false;
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(batch.Entries))
        {
            facts |= entry.Type != EventLog.OutputType;
            _touched.Add(entry.Session);
        }

        for (var i = 0; i < _ended.Count; i++)
        {
            var (process, session, input) = _ended[i];
            if (session.Workspace == workspace)
            {
                session.Release(input);
                sessions.Release(process);
                _client?.Collect(process);
                _ended.RemoveAt(i--);
            }
        }

        batch.Clear();
        foreach (var session in _touched)
        {
            session.Wake();
        }

        // Only now: an echo doesn't wait for what its screen is.
        foreach (var session in _touched)
        {
            Follow(session);
        }

        _touched.Clear();
        workspace.Durability.AfterCommit();
        if (facts)
        {
            workspace.Facts.Advance();
        }
    }

    private void Follow(Session session)
    {
        try
        {
            session.Screen?.Follow();
        }
        catch (Exception e)
        {
            // A screen is made from the log again; it mustn't keep the other sessions' output waiting.
            faults.Note(session, e);
        }
    }

    [LoggerMessage(EventId = 150, Level = LogLevel.Error, Message = "The programs wait until their output can be logged: {Cause}")]
    private static partial void LogCommitFailed(ILogger logger, string cause);
}
