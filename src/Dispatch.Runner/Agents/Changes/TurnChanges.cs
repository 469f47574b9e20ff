using Dispatch.Protocol.Agents;

namespace Dispatch.Runner.Agents.Changes;

/// <summary>
/// What each turn of one agent changed: the folder as it was when the prompt came, beside the folder as it is when the turn has ended. The
/// agent doesn't wait for it. What was there is kept on the disk, so that a runner that died in between still knows.
/// </summary>
/// <param name="session">Whose it is.</param>
internal sealed partial class TurnChanges(ITurnFolder folder, string session, TimeProvider time, ILogger logger)
{
    // The clock of files lags behind the one that events are told by, by a tick of the kernel: 10 ms at most, and more than that is no harm, as the
    // folder was looked at right before.
    private const long Margin = 100_000_000;

    private const long NanosecondsPerSecond = 1_000_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();

    // When the prompts came for which the folder wasn't looked at yet: several, when looks take longer than turns.
    private readonly Queue<long> _ahead = [];
    private Task _last = Task.CompletedTask;
    private FolderSnapshot? _base;
    private bool _began;

    // When the prompt came that is answered; what changed from then on is the turn's, however late it is looked at.
    private long _since;

    // When the turn before was over. Within the log's lock.
    private long _over;

    /// <summary>The agent can be prompted: what is there is looked at before the first prompt, as the first look takes longest.</summary>
    public void Ready(bool inTurn)
    {
        var asked = Clock;
        Then(async () =>
        {
            if (!inTurn)
            {
                _base = await LookAsync(asked);
            }
        });
    }

    public void Began()
    {
        // What was written up to the end of the turn before is that one's, as the next prompt of a queue comes at once.
        var now = Now;
        var since = Math.Clamp(_over, now - Margin, now);

        // What the look right before the prompt saw is all of what was before it, if it isn't older than what counts as the turn's.
        var asked = Clock - (long)((double)time.TimestampFrequency * (now - since) / NanosecondsPerSecond);
        lock (_gate)
        {
            _ahead.Enqueue(since);
        }

        Then(() => BeginAsync(since, asked));
    }

    /// <param name="turn">Which.</param>
    /// <param name="written">What was written through us in it: all that is known where there is too much to look through.</param>
    public void Ended(int turn, IReadOnlyList<AgentWriting> written)
    {
        var (end, asked) = (Now, Clock);
        _over = end;
        Then(() => CompareAsync(turn, written, end, asked));
    }

    /// <summary>Looks at what people did since, so that it isn't taken for the agent's. A prompt waits for that, but not for long.</summary>
    public Task PrepareAsync()
    {
        Ready(inTurn: false);
        return SettledAsync();
    }

    /// <summary>Completes when all that was begun is done, or after a while.</summary>
    public Task SettledAsync()
    {
        lock (_gate)
        {
            return _last.IsCompleted ? Task.CompletedTask : _last.WaitAsync(Patience, time).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    // In nanoseconds since 1970, as files have it.
    private long Now => time.GetUtcNow().Subtract(DateTimeOffset.UnixEpoch).Ticks * 100;

    private long Clock => time.GetTimestamp();

    private async Task BeginAsync(long since, long asked)
    {
        FolderSnapshot? found = null;
        try
        {
            found = await LookAsync(asked, since);
        }
        finally
        {
            lock (_gate)
            {
                _ahead.Dequeue();
            }

            // Also where the look failed: what an earlier turn began with isn't what this one did.
            (_base, _began, _since) = (found, true, since);
            folder.Save(_base);
        }
    }

    private async Task CompareAsync(int turn, IReadOnlyList<AgentWriting> written, long end, long asked)
    {
        if (!_began)
        {
            // It began with another runner.
            _base = folder.Load();
        }

        // What changed after its end is somebody else's, or the next turn's.
        _began = false;
        var now = await LookAsync(asked, end);
        using var root = folder.Open();
        var files = now.Incomplete is not null || _base is not { Incomplete: null }
            ? [.. written.GroupBy(write => write.Path).Select(writes => new ChangedFile(writes.Key, writes.First().Before, writes.Last().After)).OrderBy(file => file.Path, StringComparer.Ordinal)]
            : _base.Until(now, root).OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
        if (files.Count > 0)
        {
            folder.Tell(turn, files, now.Incomplete ?? (_base is null ? "what was there before isn't known" : _base.Incomplete));
        }

        _base = now;
        folder.Save(_base);
    }

    // Called within the log's lock, so nothing of it happens here; in the order of the calls.
    private void Then(Func<Task> next)
    {
        lock (_gate)
        {
            _last = _last.ContinueWith(_ => TryAsync(next), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
        }
    }

    private async Task TryAsync(Func<Task> next)
    {
        try
        {
            await next();
        }
        catch (Exception e)
        {
            // The conversation goes on without it: what changed in this turn isn't known.
            LogNotLooked(logger, e, session);
        }
    }

    // As it is now, or as it was at a moment: one that is given, or when the prompt came that is answered or came meanwhile.
    private async Task<FolderSnapshot> LookAsync(long asked, long? at = null)
    {
        // What knows nothing isn't an empty folder: what isn't in it may have been there.
        var known = _base ?? folder.Load();
        var before = known is { Incomplete: null } ? known : FolderSnapshot.Empty;
        var now = await folder.LookAsync(before, asked);
        if ((at ?? Prompted()) is not { } since)
        {
            return now;
        }

        using var root = folder.Open();
        return known is not { Incomplete: null } && now.Files.Values.Any(file => file.Changed >= since)
            ? now with { Incomplete = "the agent began before the folder had been looked through" }
            : before.AsOf(since, now, root);
    }

    private long? Prompted()
    {
        lock (_gate)
        {
            return _began ? _since : _ahead.TryPeek(out var next) ? next : null;
        }
    }

    [LoggerMessage(EventId = 128, Level = LogLevel.Warning, Message = "What agent session {Session} changed could not be looked at")]
    private static partial void LogNotLooked(ILogger logger, Exception exception, string session);
}
