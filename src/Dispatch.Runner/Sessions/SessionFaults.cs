using System.Collections.Concurrent;
using Dispatch.Protocol.Attach;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// What failed while one session was worked on, and for no reason that anybody foresaw. It stays with that session: the others go on,
/// whoever is attached to it is told, and so is the log.
/// </summary>
internal sealed partial class SessionFaults(ILogger<SessionFaults> logger)
{
    private const string Stopped = "What this session prints can't be taken in any more. Nothing is lost: its program waits. Restart the runner ('dispatch upgrade'), and see why in its log ('dispatch logs runner').";

    private readonly ConcurrentDictionary<string, string> _broken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, Session> _stopped = new();
    private long _count;

    /// <summary>The ids of the sessions that lag behind what their programs do, until the runner has reconnected to them.</summary>
    public IReadOnlyList<string> Broken => [.. _broken.Keys.Order(StringComparer.Ordinal)];

    /// <summary>How many there were since the runner's start.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Whether this process's output isn't taken in. It stays with the keeper, which stops the program when it holds enough.</summary>
    public bool IsStopped(Guid process) => !_stopped.IsEmpty && _stopped.ContainsKey(process);

    /// <summary>Its output can't be made into events: none is taken in any more, because what came after it would leave a hole.</summary>
    public void Stop(Session session, Guid process, Exception cause)
    {
        Interlocked.Increment(ref _count);
        LogStopped(logger, cause, session.Id);
        _stopped[process] = session;
        _broken[session.Id] = cause.Message;
        foreach (var client in session.Clients)
        {
            client.Answer(new Fault("session.stopped", Stopped, false));
        }
    }

    /// <summary>Something that follows from the log failed for it. The log has everything, and the next event tries again.</summary>
    public void Note(Session session, Exception cause)
    {
        Interlocked.Increment(ref _count);
        LogFailed(logger, cause, session.Id);
    }

    /// <summary>The process has ended.</summary>
    public void Forget(Guid process)
    {
        if (_stopped.TryRemove(process, out var session))
        {
            _broken.TryRemove(session.Id, out _);
            LogCutOff(logger, session.Id);
        }
    }

    /// <summary>All output comes again from where the log ends: each has another try.</summary>
    public void Reset()
    {
        _stopped.Clear();
        _broken.Clear();
    }

    [LoggerMessage(EventId = 190, Level = LogLevel.Critical, Message = "The output of session {Session} can't be taken in; its program waits, and the other sessions go on")]
    private static partial void LogStopped(ILogger logger, Exception exception, string session);

    [LoggerMessage(EventId = 191, Level = LogLevel.Error, Message = "What follows from an event of session {Session} failed; the log has the event, and the other sessions go on")]
    private static partial void LogFailed(ILogger logger, Exception exception, string session);

    [LoggerMessage(EventId = 192, Level = LogLevel.Error, Message = "Session {Session} ended before the rest of its output could be taken in")]
    private static partial void LogCutOff(ILogger logger, string session);
}
