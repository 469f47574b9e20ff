using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Blobs;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Agents.Changes;

/// <summary>All changes of files that an agent session's log tells of, in their order.</summary>
internal sealed class ChangeLog : IEventSink
{
    private readonly LogNames _names;
    private readonly BlobStore _store;
    private readonly List<(long Seq, int Turn, IReadOnlyList<ChangedFile> Files)> _sets = [];
    private readonly Dictionary<int, long> _prompts = [];

    private ChangeLog(LogNames names, BlobStore store) => (_names, _store) = (names, store);

    public static async Task<ChangeLog> ReadAsync(Session session, BlobStore store, CancellationToken cancellation)
    {
        var log = new ChangeLog(session.Events.Names, store);
        await session.Workspace.Readers.OutlineAsync(session.Log.Row, 0, facts: true, log, cancellation);
        return log;
    }

    public bool HasTurn(int turn) => _prompts.ContainsKey(turn);

    /// <summary>What a turn itself changed.</summary>
    public ChangedFile? Of(int turn, string path) => _sets.Where(set => set.Turn == turn).SelectMany(set => set.Files).LastOrDefault(file => file.Path == path);

    /// <summary>
    /// What is different since a turn was prompted, each file once: what it was then, and what it was last known to be; and whether somebody
    /// else changed it in between.
    /// </summary>
    public IReadOnlyList<(ChangedFile File, bool Between)> Since(int turn)
    {
        var files = new SortedDictionary<string, (ChangedFile File, bool Between)>(StringComparer.Ordinal);
        foreach (var file in _sets.Where(set => set.Seq > _prompts[turn]).SelectMany(set => set.Files))
        {
            files[file.Path] = files.TryGetValue(file.Path, out var known)
                ? (known.File with { After = file.After, Large = known.File.Large == true || file.Large == true ? true : null }, known.Between || known.File.After != file.Before)
                : (file, false);
        }

        return [.. files.Values.Where(change => change.File.Before != change.File.After || change.File.Large == true)];
    }

    public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        switch (_names.Name(stored.Type))
        {
            case AgentEvents.Prompted when Fact.TryRead(payload, Wire.Default.AgentPrompted) is { Earlier: not true } prompted:
                _prompts[prompted.Turn] = stored.Seq;
                break;
            case AgentEvents.Changed when Fact.TryRead(payload, Wire.Default.AgentChanged) is { } changed:
                _sets.Add((stored.Seq, changed.Turn, All(changed, _store)));
                break;
            case AgentEvents.Restored when Fact.TryRead(payload, Wire.Default.AgentRestored) is { } restored:
                _sets.Add((stored.Seq, 0, restored.Files));
                break;
            case AgentEvents.Reviewed when Fact.TryRead(payload, Wire.Default.AgentReviewed) is { Accepted: false, Path: { } path } taken:
                _sets.Add((stored.Seq, 0, [new ChangedFile(path, taken.Before, taken.After)]));
                break;
            default:
                break;
        }

        return true;
    }

    /// <summary>All files that a turn changed, also when there are more than fit into the event.</summary>
    public static IReadOnlyList<ChangedFile> All(AgentChanged changed, BlobStore store) =>
        changed.List is { } list && store.Find(list) is { } bytes && JsonSerializer.Deserialize(bytes, Wire.Default.ListChangedFile) is { } all ? all : changed.Files;
}
