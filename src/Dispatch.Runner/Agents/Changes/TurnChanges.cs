using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Agents.Services;
using Dispatch.Runner.Blobs;
using Dispatch.Runner.Files;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents.Changes;

/// <summary>
/// What each turn of one agent changed: the folder as it was when the prompt came, beside the folder as it is when the turn has ended. The
/// agent doesn't wait for it. What was there is kept on the disk, so that a runner that died in between still knows.
/// </summary>
internal sealed partial class TurnChanges(FolderSnapshots snapshots, BlobStores blobs, WorkspaceFolders folders, SessionRegistry sessions, Session session, ILogger logger)
{
    // The clock of files lags behind the one that events are told by, by a tick of the kernel: 10 ms at most, and more than that is no harm, as the
    // folder was looked at right before.
    private const long Margin = 100_000_000;

    private const long NanosecondsPerSecond = 1_000_000_000;

    // Of an event's 150 KB; the rest is the blob's.
    private const int MostBytes = 100_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;
    private FolderSnapshot? _base;
    private bool _began;

    // What is on the disk: most turns change nothing.
    private object? _saved;

    // When the prompt came that is answered; what changed from then on is the turn's, however late it is looked at.
    private long _since = long.MaxValue;
    private long _mine = long.MaxValue;

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
        var since = Now - Margin;
        Volatile.Write(ref _since, since);

        // What the look right before the prompt saw is all of what was before it, if it isn't older than what counts as the turn's.
        var asked = Clock - (session.Workspace.Time.TimestampFrequency * Margin / NanosecondsPerSecond);
        Then(async () =>
        {
            _base = await LookAsync(asked);
            (_began, _mine) = (true, since);
            Save();
        });
    }

    /// <param name="turn">Which.</param>
    /// <param name="written">What was written through us in it: all that is known where there is too much to look through.</param>
    public void Ended(int turn, IReadOnlyList<AgentWriting> written)
    {
        var (end, asked) = (Now, Clock);
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
            return _last.IsCompleted ? Task.CompletedTask : _last.WaitAsync(Patience, session.Workspace.Time).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    // In nanoseconds since 1970, as files have it.
    private long Now => session.Workspace.Time.GetUtcNow().Subtract(DateTimeOffset.UnixEpoch).Ticks * 100;

    private long Clock => session.Workspace.Time.GetTimestamp();

    private string Place => Path.Combine(folders.DataFolder(session.Workspace.Id, "baselines"), session.Id);

    private async Task CompareAsync(int turn, IReadOnlyList<AgentWriting> written, long end, long asked)
    {
        if (!_began)
        {
            // It began with another runner.
            _base = Load();
        }

        // What changed since is somebody else's, or the next turn's.
        Interlocked.CompareExchange(ref _since, long.MaxValue, _mine);
        var now = await LookAsync(asked, end);
        using var root = WorkFolder.Open(session);
        var files = now.Incomplete is not null || _base is not { Incomplete: null }
            ? [.. written.GroupBy(write => write.Path).Select(writes => new ChangedFile(writes.Key, writes.First().Before, writes.Last().After)).OrderBy(file => file.Path, StringComparer.Ordinal)]
            : _base.Until(now, root).OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
        if (files.Count > 0)
        {
            Tell(turn, files, now.Incomplete ?? (_base is null ? "what was there before isn't known" : _base.Incomplete));
        }

        _base = now;
        _began = false;
        Save();
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
            LogNotLooked(logger, e, session.Id);
        }
    }

    // As it is now, or as it was when a prompt came meanwhile.
    private async Task<FolderSnapshot> LookAsync(long asked, long end = long.MaxValue)
    {
        var known = _base ?? Load();
        var before = known ?? FolderSnapshot.Empty;
        var now = await snapshots.TakeAsync(session.Workspace.Id, WorkFolder.Of(session), before, asked);
        using var root = WorkFolder.Open(session);
        var since = Math.Min(end, Volatile.Read(ref _since));
        return since == long.MaxValue ? now
            : known is null && now.Files.Values.Any(file => file.Changed >= since) ? now with { Incomplete = "the agent began before the folder had been looked through" }
            : before.AsOf(since, now, root);
    }

    private FolderSnapshot? Load() => FolderSnapshot.Load(Place);

    private void Save()
    {
        var place = Place;
        foreach (var other in Directory.EnumerateFiles(Path.GetDirectoryName(place)!))
        {
            if (sessions.Find(session.Workspace.Id, Path.GetFileNameWithoutExtension(other)) is null)
            {
                File.Delete(other);
            }
        }

        if (_base is not { Incomplete: null })
        {
            // One that knows nothing isn't to be taken for one that knows of an empty folder.
            File.Delete(place);
            _saved = null;
        }
        else if (_base.Files != _saved)
        {
            _base.Save(place);
            _saved = _base.Files;
        }
    }

    private void Tell(int turn, List<ChangedFile> files, string? incomplete)
    {
        var told = new List<ChangedFile>();
        var left = MostBytes;
        foreach (var file in files.TakeWhile(file => (left -= (3 * file.Path.Length) + 200) > 0))
        {
            told.Add(file);
        }

        var list = told.Count == files.Count ? null : JsonSerializer.SerializeToUtf8Bytes(files, Wire.Default.ListChangedFile);
        var kept = list is { Length: <= BlobStore.LargestContent } ? blobs.Of(session.Workspace.Id).Put(list) : null;
        AgentFacts.Append(session, AgentEvents.Changed, "", new AgentChanged(turn, told, files.Count - told.Count, kept, incomplete), Wire.Default.AgentChanged);
    }

    [LoggerMessage(EventId = 128, Level = LogLevel.Warning, Message = "What agent session {Session} changed could not be looked at")]
    private static partial void LogNotLooked(ILogger logger, Exception exception, string session);
}
