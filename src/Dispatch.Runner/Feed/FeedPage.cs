using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Feed;

/// <summary>
/// The facts after a position of a workspace's log that change a session's place in a list, or that somebody may want to be told of,
/// projected from it.
/// </summary>
internal sealed class FeedPage(Workspace workspace, SessionRegistry sessions, long after) : IEventSink
{
    private const int Most = 500;
    private const string Lifecycle = "session.";

    // What changes what a list shows of a session, beyond its life.
    private static readonly HashSet<string> Listed = new(StringComparer.Ordinal)
    {
        EventTypes.CommandStarted, EventTypes.CommandEnded, EventTypes.TitleChanged, EventTypes.FolderChanged,
        AgentEvents.Answered, AgentEvents.TurnEnded, AgentEvents.TurnFailed,
    };

    // A shorter command has kept nobody waiting: that it ended is told by the next entry as well.
    private const long ShortestTold = 1000;

    private readonly List<FeedEntry> _entries = [];
    private readonly Dictionary<long, string> _ids = [];
    private readonly Dictionary<long, (int Number, string? Line)> _lines = [];
    private long _after = after;

    // What has been read to its end, and nothing has happened since, needs no look.
    private long? _read;

    /// <summary>What came since the last call, a page at a time; empty at the end.</summary>
    public async Task<IReadOnlyList<FeedEntry>> NextAsync(CancellationToken cancellation)
    {
        _entries.Clear();
        var count = workspace.Facts.Count;
        if (_read == count || workspace.Closed)
        {
            return [];
        }

        try
        {
            await workspace.Readers.ReadFactsAsync(_after, this, cancellation);
        }
        catch (ObjectDisposedException) when (workspace.Closed)
        {
            return [];
        }

        _read = _entries.Count == 0 ? count : null;
        return [.. _entries];
    }

    public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        var type = workspace.Log.Names.Name(stored.Type);
        var listed = Listed.Contains(type);
        var told = listed || type is EventTypes.Notified or EventTypes.Rang or AgentEvents.Asked || type.StartsWith(Lifecycle, StringComparison.Ordinal);
        if (told && !IsDecided(type, payload) && IdOf(stored.SessionRow) is { } id)
        {
            var session = sessions.Find(workspace.Id, id);
            if (session is not null && session.Applied < stored.Seq)
            {
                // In the log, and not yet in the session: telling it now would tell an old state for good. The next round is near.
                return false;
            }

            // One that isn't known though it wasn't removed is just being made: its start follows.
            if (session is not null || type == EventTypes.SessionRemoved)
            {
                if (listed)
                {
                    // Each would tell the session as it is now: the last one is enough, but for what is told of by itself.
                    _entries.RemoveAll(before => before.SessionId == id && Listed.Contains(before.Type) && before.Ended is null);
                }

                // For a moment one that was removed can still be found: told as being there, it would stay in every list for good.
                var info = type == EventTypes.SessionRemoved ? null : session?.Info;
                _entries.Add(new FeedEntry(
                    workspace.Id, stored.Position, stored.Seq, stored.Time, type, workspace.Log.Names.Name(stored.Principal), id, info,
                    type == EventTypes.CommandEnded ? Ended(stored, payload, session) : null,
                    type == EventTypes.Notified ? Fact.TryRead(payload, Wire.Default.Notified) : null));
            }
        }

        if (type == EventTypes.CommandStarted && Fact.TryRead(payload, Wire.Default.CommandStarted) is { } started)
        {
            _lines[stored.SessionRow] = (started.Number, started.Command);
        }

        _after = stored.Position;
        return _entries.Count < Most;
    }

    // What a rule answered has kept nobody waiting, and changes no list.
    private static bool IsDecided(string type, ReadOnlySpan<byte> payload) => type switch
    {
        AgentEvents.Asked => Fact.TryRead(payload, Wire.Default.AgentAsked)?.Verdict is { Decision: not AgentDecision.Ask },
        AgentEvents.Answered => Fact.TryRead(payload, Wire.Default.AgentAnswered)?.Verdict is not null,
        _ => false,
    };

    /// <summary>A command that was long enough to be told of, with its line where that is still known.</summary>
    private LastCommand? Ended(in StoredEvent stored, ReadOnlySpan<byte> payload, Session? session)
    {
        if (Fact.TryRead(payload, Wire.Default.CommandEnded) is not { DurationMs: >= ShortestTold } ended)
        {
            return null;
        }

        var line = _lines.GetValueOrDefault(stored.SessionRow) is var (number, started) && number == ended.Number ? started
            : session?.Info.LastCommand is { } last && last.Number == ended.Number ? last.Command
            : null;
        return new LastCommand(ended.Number, line, ended.ExitCode, ended.DurationMs, LogTime.ToMoment(stored.Time));
    }

    private string? IdOf(long row)
    {
        if (!_ids.TryGetValue(row, out var id))
        {
            id = workspace.Log.PublicId(row);
            if (id is not null)
            {
                _ids[row] = id;
            }
        }

        return id;
    }
}
