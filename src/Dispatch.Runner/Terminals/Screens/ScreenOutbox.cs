using System.Collections.Concurrent;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Terminals.Screens;

/// <summary>
/// What a program said to its terminal, on its way: answers into its input, facts into the log. Filled under the screen's lock, emptied
/// outside of every lock by one thread at a time: whoever it wakes may come back here and finds it being emptied.
/// </summary>
internal sealed partial class ScreenOutbox : IDisposable
{
    /// <summary>A bell so soon after a key is the answer to it, for whoever pressed it.</summary>
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(1);

    private readonly Session _session;
    private readonly ILogger _logger;
    private readonly ConcurrentQueue<ScreenNews> _news = [];
    private readonly ConcurrentQueue<ScreenFact> _due = [];
    private readonly LatestFact _title, _folder;
    private readonly TokenBucket _commands, _notifications, _bells, _complaints;
    private int _emptying;
    private bool _startRecorded = true;
    private int _dropped;
    private volatile bool _closed;

    public ScreenOutbox(Session session, TimeProvider time, ILogger logger)
    {
        _session = session;
        _logger = logger;
        _title = new LatestFact(_due.Enqueue, Empty, time);
        _folder = new LatestFact(_due.Enqueue, Empty, time);
        _commands = new TokenBucket(200, 1, time);
        _notifications = new TokenBucket(20, 0.5, time);
        _bells = new TokenBucket(1, 0.1, time);
        _complaints = new TokenBucket(1, 1.0 / 60, time);
    }

    public void Add(ScreenNews news) => _news.Enqueue(news);

    public void Empty()
    {
        while (!(_news.IsEmpty && _due.IsEmpty) && Interlocked.CompareExchange(ref _emptying, 1, 0) == 0)
        {
            try
            {
                Pass();
            }
            catch (Exception e)
            {
                // Whoever comes by empties it, the keeper's thread and a timer too: neither may end of it.
                LogFailed(_logger, e, _session.Id);
            }
            finally
            {
                Volatile.Write(ref _emptying, 0);
            }
        }
    }

    /// <summary>The session is removed, or the runner stops: nothing more is recorded.</summary>
    public void Dispose()
    {
        _closed = true;
        _title.Dispose();
        _folder.Dispose();
    }

    private void Pass()
    {
        var batch = new Batch();
        while (_news.TryDequeue(out var news))
        {
            if (news.Replies.Length > 0)
            {
                _session.Typing.Reply(news.Replies);
            }

            foreach (var fact in news.Facts)
            {
                Sort(fact, batch);
            }
        }

        while (_due.TryDequeue(out var fact))
        {
            Add(fact, batch);
        }

        if (!batch.IsEmpty && !_closed)
        {
            Record(batch);
        }
    }

    private void Sort(ScreenFact fact, Batch batch)
    {
        switch (fact.Kind)
        {
            case ScreenFactKind.Title:
                _title.Set(fact);
                break;
            case ScreenFactKind.Folder:
                _folder.Set(fact);
                break;
            case ScreenFactKind.CommandStarted:
                _startRecorded = Allowed(_commands);
                Add(fact, batch, _startRecorded);
                break;
            case ScreenFactKind.CommandEnded:
                Add(fact, batch, _startRecorded);
                break;
            case ScreenFactKind.Bell:
                Add(fact, batch, !_session.Typing.TypedWithin(Answer) && _bells.TryTake());
                break;
            default:
                Add(fact, batch, Allowed(_notifications));
                break;
        }
    }

    private bool Allowed(TokenBucket bucket)
    {
        var allowed = bucket.TryTake();
        if (!allowed)
        {
            _dropped++;
            if (_complaints.TryTake())
            {
                LogDropped(_logger, _session.Id, _dropped);
            }
        }

        return allowed;
    }

    private void Add(ScreenFact fact, Batch batch, bool wanted = true)
    {
        // A change to what it was: there and back again between two records, or read once more after a restart.
        var known = fact.Kind switch
        {
            ScreenFactKind.Title => fact.Value == (_session.Info.Title ?? ""),
            ScreenFactKind.Folder => fact.Value == _session.Info.Folder,
            _ => false,
        };
        if (wanted && !known)
        {
            batch.Add(_session, SessionFacts.Type(_session, fact.Type), 0, fact.Payload);
        }
    }

    private void Record(Batch batch)
    {
        try
        {
            _session.Events.Commit(batch);
        }
        catch (LogFaultException e)
        {
            LogNotRecorded(_logger, _session.Id, e.Message);
            return;
        }

        _session.Wake();
        _session.Workspace.Facts.Advance();
    }

    [LoggerMessage(EventId = 180, Level = LogLevel.Warning, Message = "Session {Session} marks commands or notifies faster than is recorded: {Count} passed over so far")]
    private static partial void LogDropped(ILogger logger, string session, int count);

    [LoggerMessage(EventId = 185, Level = LogLevel.Error, Message = "What the program of session {Session} told its terminal could not be passed on")]
    private static partial void LogFailed(ILogger logger, Exception exception, string session);

    [LoggerMessage(EventId = 181, Level = LogLevel.Warning, Message = "What the program of session {Session} told its terminal was not recorded: {Cause}")]
    private static partial void LogNotRecorded(ILogger logger, string session, string cause);
}
