using System.Collections.Concurrent;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// What failed while one session was worked on, and for no reason that anybody foresaw. It stays with that session: the others go on,
/// whoever is attached to it is told, and so is the log.
/// </summary>
internal sealed partial class SessionFaults(ILogger<SessionFaults> logger)
{
    private static readonly Fault Told = new(
        "session.stopped",
        "What this session prints can't be taken in any more. Nothing is lost: its program waits. Restart the runner ('dispatch upgrade'), and see why in its log ('dispatch logs runner').",
        false);

    private readonly ConcurrentDictionary<string, string> _broken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, Session> _stopped = new();
    // By session and code: one may have several.
    private readonly ConcurrentDictionary<(string Session, string Code), ProblemPart> _troubles = new();
    private long _count;

    /// <summary>The ids of the sessions that lag behind what their programs do, until the runner has reconnected to them.</summary>
    public IReadOnlyList<string> Broken => [.. _broken.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What single sessions lack since the runner's start; the others are whole.</summary>
    public IEnumerable<ProblemPart> Troubles => _troubles
        .OrderBy(entry => entry.Key.Session, StringComparer.Ordinal).ThenBy(entry => entry.Key.Code, StringComparer.Ordinal).Select(entry => entry.Value);

    /// <summary>How many there were since the runner's start.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Whether this process's output isn't taken in. It stays with the keeper, which stops the program when it holds enough.</summary>
    public bool IsStopped(Guid process) => !_stopped.IsEmpty && _stopped.ContainsKey(process);

    /// <summary>What whoever attaches to it now has to know; null when its output is taken in as it should be.</summary>
    public Fault? Of(Session session) => _broken.ContainsKey(session.Id) ? Told : null;

    /// <summary>Its output can't be made into events: none is taken in any more, because what came after it would leave a hole.</summary>
    public void Stop(Session session, Guid process, Exception cause)
    {
        Interlocked.Increment(ref _count);
        LogStopped(logger, cause, session.Id);
        _stopped[process] = session;
        _broken[session.Id] = cause.Message;
        foreach (var client in session.Clients)
        {
            client.Answer(Told);
        }
    }

    /// <summary>Something that follows from the log failed for it. The log has everything, and the next event tries again.</summary>
    public void Note(Session session, Exception cause)
    {
        Interlocked.Increment(ref _count);
        LogFailed(logger, cause, session.Id);
    }

    /// <summary>The runner starts without what this fact says, and the session is as it was before it.</summary>
    public void Unread(string session, UnreadFact fact)
    {
        Interlocked.Increment(ref _count);
        LogUnread(logger, session, fact.Seq, fact.Type, fact.Cause);
        Trouble(
            session, "log.unparseable",
            $"Event {fact.Seq} ({fact.Type}) of session {session} can't be read: {fact.Cause}. The session is shown without it; see what can be done with: dispatch db verify");
    }

    /// <summary>A session that can't be shown; its past and its program are left alone.</summary>
    public void UnknownKind(string session, string kind)
    {
        LogUnknownKind(logger, session, kind);
        Trouble(
            session, "session.unknown-kind",
            $"Session {session} is of the kind '{kind}', which isn't there: it isn't listed, and its program is left alone. Name the kind in runner.json again and restart the runner.");
    }

    /// <summary>It was removed.</summary>
    public void Forget(string session)
    {
        foreach (var trouble in _troubles.Keys.Where(key => key.Session == session))
        {
            _troubles.TryRemove(trouble, out _);
        }
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

    private void Trouble(string session, string code, string message) =>
        _troubles[(session, code)] = new ProblemPart("session", code, message, Warning: true);

    [LoggerMessage(EventId = 190, Level = LogLevel.Critical, Message = "The output of session {Session} can't be taken in; its program waits, and the other sessions go on")]
    private static partial void LogStopped(ILogger logger, Exception exception, string session);

    [LoggerMessage(EventId = 191, Level = LogLevel.Error, Message = "What follows from an event of session {Session} failed; the log has the event, and the other sessions go on")]
    private static partial void LogFailed(ILogger logger, Exception exception, string session);

    [LoggerMessage(EventId = 193, Level = LogLevel.Error, Message = "Event {Seq} ({Type}) of session {Session} can't be read: {Cause}. It is passed over")]
    private static partial void LogUnread(ILogger logger, string session, long seq, string type, string cause);

    [LoggerMessage(EventId = 194, Level = LogLevel.Error, Message = "Session {Session} is of the kind {Kind}, which isn't there: it is left alone")]
    private static partial void LogUnknownKind(ILogger logger, string session, string kind);

    [LoggerMessage(EventId = 192, Level = LogLevel.Error, Message = "Session {Session} ended before the rest of its output could be taken in")]
    private static partial void LogCutOff(ILogger logger, string session);
}
