using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Kinds;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Terminals;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// Folds all facts of a workspace's log into a projection per session. One that can't be read is passed over: its session stays as it was
/// before, and one that nobody can tell how it was made is shown by what else there is of it.
/// </summary>
internal sealed class FactFold(Workspace workspace) : IEventSink
{
    private readonly Dictionary<long, SessionInfo> _infos = [];
    private readonly Dictionary<long, SessionCreated> _created = [];
    private readonly Dictionary<long, long> _snapshots = [];
    private readonly Dictionary<long, SizeHistory> _sizes = [];
    private readonly Dictionary<long, UnreadFact> _unread = [];

    /// <summary>The first of each session that can't be read, by the session's row.</summary>
    public IReadOnlyDictionary<long, UnreadFact> Unread => _unread;

    public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        var names = workspace.Log.Names;
        try
        {
            if (!names.Knows(stored.Type) || !names.Knows(stored.Principal))
            {
                throw new JsonException("its type or its principal has no name");
            }

            Fold(stored, names.Name(stored.Type), payload);
        }
        catch (JsonException e)
        {
            _unread.TryAdd(stored.SessionRow, new UnreadFact(stored.Seq, names.Name(stored.Type), e.Message.TrimEnd('.')));
        }

        return true;
    }

    /// <summary>How a session was made; null when its first fact never made it into the log.</summary>
    public SessionCreated? Created(SessionLog log) =>
        _created.GetValueOrDefault(log.Row) ?? (log.LastSeq > 0 ? Remains(log) : null);

    public Session Make(SessionLog log, SessionCreated created, ISessionDriver driver)
    {
        log.SnapshotSeq = _snapshots.GetValueOrDefault(log.Row);
        var info = _infos.GetValueOrDefault(log.Row) ?? SessionProjection.Empty("", workspace.Id);
        if (!_created.ContainsKey(log.Row))
        {
            info = SessionProjection.WithoutBeginning(info, created);
        }

        return new Session(workspace, log, info with { Id = log.PublicId }, created, driver, _sizes.GetValueOrDefault(log.Row) ?? new SizeHistory());
    }

    private void Fold(in StoredEvent stored, string type, ReadOnlySpan<byte> payload)
    {
        var info = _infos.GetValueOrDefault(stored.SessionRow) ?? SessionProjection.Empty("", workspace.Id);
        info = SessionProjection.Apply(
            info, type, workspace.Log.Names.Name(stored.Principal), LogTime.ToMoment(stored.Time), payload);
        _infos[stored.SessionRow] = info;
        if (!_sizes.TryGetValue(stored.SessionRow, out var sizes))
        {
            _sizes[stored.SessionRow] = sizes = new SizeHistory();
        }

        sizes.Add(stored.Seq, info.Cols, info.Rows);
        if (type == EventTypes.SessionCreated)
        {
            _created[stored.SessionRow] = Fact.Read(payload, Wire.Default.SessionCreated);
        }
        else if (type.EndsWith(ProcessDriver.SnapshotSuffix, StringComparison.Ordinal))
        {
            _snapshots[stored.SessionRow] = stored.Seq;
        }
    }

    // A terminal, as nearly all are. Started again it is a plain shell.
    private SessionCreated Remains(SessionLog log) => new(
        TerminalDriver.Kind, $"damaged {log.PublicId}", [ShellEnvironment.Shell(Environment.GetEnvironmentVariables())], workspace.Info.Folder, 80, 24, null, null);
}
