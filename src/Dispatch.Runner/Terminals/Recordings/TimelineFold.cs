using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Terminals.Recordings;

/// <summary>When how much was printed, from the outline of a session's kept events. However many there are, what it keeps is bounded.</summary>
internal sealed class TimelineFold : IEventSink
{
    private const int MostPoints = 2000;

    private readonly LogNames _names;
    private readonly CommandHistory _commands;
    private readonly List<TimelineResize> _resizes = [];
    private List<TimelinePoint> _points = [];
    private int _events = 1;
    private int _inLast;
    private long _started, _ended;

    private TimelineFold(LogNames names) => (_names, _commands) = (names, new CommandHistory(names));

    public static async Task<Timeline> ReadAsync(Session session, CancellationToken cancellation)
    {
        var fold = new TimelineFold(session.Events.Names);
        var pruned = session.Log.PrunedThrough;
        await session.Workspace.Readers.OutlineAsync(session.Log.Row, 0, facts: false, fold, cancellation);
        return fold.Make(session, pruned);
    }

    public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        _started = _started == 0 ? stored.Time : _started;
        _ended = stored.Time;
        if (stored.Type == EventLog.OutputType)
        {
            Add(stored);
            return true;
        }

        _commands.Take(stored, payload);
        switch (_names.Name(stored.Type))
        {
            case EventTypes.SessionCreated when Fact.TryRead(payload, Wire.Default.SessionCreated) is { } created:
                _resizes.Add(new TimelineResize(stored.Seq, stored.Time, created.Cols, created.Rows));
                break;
            case EventTypes.TerminalResized when Fact.TryRead(payload, Wire.Default.TerminalResized) is { } size:
                _resizes.Add(new TimelineResize(stored.Seq, stored.Time, size.Cols, size.Rows));
                break;
        }

        return true;
    }

    // A point stands for as many events as all others; twice as many as soon as there are too many points.
    private void Add(in StoredEvent stored)
    {
        if (_inLast > 0 && _inLast < _events)
        {
            _points[^1] = new TimelinePoint(stored.Seq, stored.Time, _points[^1].Bytes + stored.Length);
            _inLast++;
            return;
        }

        if (_points.Count == MostPoints)
        {
            _points = [.. _points.Chunk(2).Select(pair => pair[^1] with { Bytes = pair.Sum(point => point.Bytes) })];
            _events *= 2;
        }

        _points.Add(new TimelinePoint(stored.Seq, stored.Time, stored.Length));
        _inLast = 1;
    }

    private Timeline Make(Session session, long pruned) => new(
        session.Events.Epoch, pruned + 1, session.Log.LastSeq, LogTime.ToMoment(_points.Count > 0 && pruned > 0 ? _points[0].Time : _started),
        LogTime.ToMoment(_ended), _points, _resizes,
        [.. _commands.Spans.Select(span => new TimelineCommand(
            span.Started.Number, span.Started.At.Seq, span.Ended?.At.Seq, span.Time, span.Started.Command, span.Ended?.ExitCode))]);
}
