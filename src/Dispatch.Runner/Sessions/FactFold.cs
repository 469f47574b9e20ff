using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Kinds;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Sessions;

/// <summary>Folds all facts of a workspace's log into a projection per session.</summary>
internal sealed class FactFold(Workspace workspace) : IEventSink
{
    private readonly Dictionary<long, SessionInfo> _infos = [];
    private readonly Dictionary<long, SessionCreated> _created = [];
    private readonly Dictionary<long, long> _snapshots = [];
    private readonly Dictionary<long, SizeHistory> _sizes = [];

    public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        try
        {
            return Fold(stored, payload);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            throw new LogFaultException(
                $"The log {workspace.Log.Path} has a fact that can't be read (position {stored.Position}): {e.Message.TrimEnd('.')}. Nothing was changed; see what it is, and what to do, with: dispatch db verify", e);
        }
    }

    /// <summary>Null for a session whose first fact never made it into the log, and for one of a kind that isn't known any more.</summary>
    public Session? Make(SessionLog log, SessionKinds kinds)
    {
        if (!_created.TryGetValue(log.Row, out var created) || kinds.Create(created.Kind) is not { } driver)
        {
            return null;
        }

        log.SnapshotSeq = _snapshots.GetValueOrDefault(log.Row);
        return new Session(workspace, log, _infos[log.Row] with { Id = log.PublicId }, created, driver, _sizes[log.Row]);
    }

    private bool Fold(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        var type = workspace.Log.Names.Name(stored.Type);
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
            _created[stored.SessionRow] = JsonSerializer.Deserialize(payload, Wire.Default.SessionCreated)!;
        }
        else if (type.EndsWith(ProcessDriver.SnapshotSuffix, StringComparison.Ordinal))
        {
            _snapshots[stored.SessionRow] = stored.Seq;
        }

        return true;
    }
}
