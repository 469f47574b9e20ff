using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Terminals.Recordings;

/// <summary>A session's commands, folded from its facts.</summary>
internal sealed class CommandHistory(LogNames names) : IEventSink
{
    private readonly List<CommandSpan> _spans = [];

    public IReadOnlyList<CommandSpan> Spans => _spans;

    public CommandSpan? Last => _spans.Count > 0 ? _spans[^1] : null;

    public CommandSpan? Find(int number) => _spans.FindLast(span => span.Started.Number == number);

    public static async Task<CommandHistory> ReadAsync(Dispatch.Runner.Sessions.Session session, CancellationToken cancellation)
    {
        var history = new CommandHistory(session.Events.Names);
        await session.Workspace.Readers.OutlineAsync(session.Log.Row, 0, facts: true, history, cancellation);
        return history;
    }

    public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        switch (names.Name(stored.Type))
        {
            case EventTypes.CommandStarted when Fact.TryRead(payload, Wire.Default.CommandStarted) is { } started:
                EndOpen(started.At);
                _spans.Add(new CommandSpan(started, stored.Time, null, null));
                break;
            case EventTypes.CommandEnded when Fact.TryRead(payload, Wire.Default.CommandEnded) is { } ended:
                End(ended);
                break;
            case EventTypes.SessionRestarted or EventTypes.SessionExited or EventTypes.SessionLost:
                EndOpen(new OutputPlace(stored.Seq, 0));
                break;
        }

        return true;
    }

    private void End(CommandEnded ended)
    {
        var index = _spans.FindLastIndex(span => span.Started.Number == ended.Number);
        if (index >= 0)
        {
            _spans[index] = _spans[index] with { Ended = ended };
        }
    }

    // What ended with its shell, or unseen: nobody will tell when.
    private void EndOpen(OutputPlace at)
    {
        if (Last is { Open: true } open)
        {
            _spans[^1] = open with { Cut = at };
        }
    }
}

/// <param name="Started">Its beginning.</param>
/// <param name="Time">When, microseconds since 1970 UTC.</param>
/// <param name="Ended">Its end, if that was told.</param>
/// <param name="Cut">Where its output stops though its end was never told: another began, or the shell was no more.</param>
internal sealed record CommandSpan(CommandStarted Started, long Time, CommandEnded? Ended, OutputPlace? Cut)
{
    /// <summary>It runs now.</summary>
    public bool Open => Ended is null && Cut is null;

    /// <summary>Where its output ends; null while it runs.</summary>
    public OutputPlace? End => Ended?.At ?? Cut;

    public SessionCommand Describe(long outputSoFar) => new(
        Started.Number, Started.Command, Started.Cwd, Ended?.ExitCode, LogTime.ToMoment(Time), Ended?.DurationMs,
        Ended?.OutputBytes ?? outputSoFar, Started.At.Seq, Ended?.At.Seq, Open);
}
