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
    Workspace workspace, SessionRegistry sessions, DiskRoom room, LogMetrics metrics, TimeProvider time, ILogger<KeeperIntake> logger,
    CancellationToken stopping) : IKeeperObserver
{
    /// <summary>Bytes after which a batch is committed though more has come: what a commit holds up everyone else for.</summary>
    private const int EnoughForCommit = 256 * 1024;

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);
    private readonly Batch _batch = new();
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
        _batch.Clear();
        _ended.Clear();
        _touched.Clear();
        _paused.Clear();
        workspace.Faults.Reset();
    }

    public void OnOutput(Guid key, int stream, long offset, ReadOnlySpan<byte> bytes)
    {
        if (sessions.OfProcess(key) is not { } session || workspace.Faults.IsStopped(key)
            || !_paused.Admits(session, key, stream, room.IsFull, ref offset, ref bytes))
        {
            return;
        }

        try
        {
            session.Driver.Output(stream, offset, bytes, new Intake(session, _batch, key));
        }
        catch (Exception e) when (e is not LogFaultException)
        {
            workspace.Faults.Stop(session, key, e);
        }

        if (_batch.Bytes >= EnoughForCommit)
        {
            Commit();
        }
    }

    public void OnExited(Guid key, ExitStatus status)
    {
        if (sessions.OfProcess(key) is { } session)
        {
            if (!workspace.Faults.IsStopped(key) && !_paused.AdmitsEnd(key))
            {
                return;
            }

            _paused.Forget(key);
            var exited = new SessionExited(status.Code, status.Signal is { } signal ? Signals.Name(signal) : null);
            Fact(session, EventTypes.SessionExited, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(exited, Wire.Default.SessionExited));
            _ended.Add((key, session, session.Input));
            workspace.Faults.Forget(key);
        }
        else
        {
            _client?.Collect(key);
        }
    }

    public void OnWritten(Guid key, uint inputId) => sessions.OfProcess(key)?.Typing.Written(inputId);

    public void OnInputRefused(Guid key, uint inputId) => sessions.OfProcess(key)?.Typing.Refused(inputId);

    public void OnIdle()
    {
        Commit();
        if (_client is { } keeper && _batch.IsEmpty)
        {
            _paused.Resume(room.IsFull, keeper);
        }
    }

    public void OnDisconnected() => Commit();

    private void Fact(Session session, string type, ReadOnlySpan<byte> payload) =>
        _batch.Add(session, workspace.Log.Names.Id(type, workspace.Log), 0, payload);

    private void Commit()
    {
        if (_batch.IsEmpty)
        {
            return;
        }

        while (!TryCommit())
        {
            // Nothing is lost meanwhile: what isn't acknowledged stays with the keeper, and a full keeper stops the programs.
            if (stopping.WaitHandle.WaitOne(RetryPause))
            {
                return;
            }
        }

        Publish();
    }

    private bool TryCommit()
    {
        try
        {
            var since = time.GetTimestamp();
            workspace.Log.Commit(_batch);
            metrics.Committed(_batch.Bytes, time.GetElapsedTime(since));
            room.Wrote(_batch.Bytes);
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

    private void Publish()
    {
        foreach (ref readonly var move in CollectionsMarshal.AsSpan(_batch.Moves))
        {
            _client?.Acknowledge(move.Process, move.Stream, move.Offset);
        }

        var facts = false;
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_batch.Entries))
        {
            facts |= entry.Type != EventLog.OutputType;
            _touched.Add(entry.Session);
        }

        foreach (var (process, session, input) in _ended)
        {
            session.Release(input);
            sessions.Release(process);
            _client?.Collect(process);
        }

        _batch.Clear();
        _ended.Clear();
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
            workspace.Faults.Note(session, e);
        }
    }

    [LoggerMessage(EventId = 150, Level = LogLevel.Error, Message = "The programs wait until their output can be logged: {Cause}")]
    private static partial void LogCommitFailed(ILogger logger, string cause);
}
