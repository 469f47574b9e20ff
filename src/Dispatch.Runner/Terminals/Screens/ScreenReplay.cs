using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Terminals.Screens;

/// <summary>Writes the log to an emulator from its position up to another, a part at a time so that no reader holds the log for long.</summary>
internal sealed class ScreenReplay(ScreenWriter writer, long through) : IEventSink
{
    private const int Enough = 1024 * 1024;
    private int _taken;

    /// <summary>False when there is no more.</summary>
    public async ValueTask<bool> NextAsync(Session session, CancellationToken cancellation)
    {
        _taken = 0;
        var before = writer.Position;
        if (before < through)
        {
            await session.Workspace.Readers.ReadAsync(session.Log.Row, before, this, cancellation);
        }

        return writer.Position > before && writer.Position < through;
    }

    public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        if (stored.Seq > through)
        {
            return false;
        }

        writer.Apply(stored.Seq, stored.Time, stored.Type, payload);
        _taken += payload.Length;
        return _taken < Enough;
    }
}
