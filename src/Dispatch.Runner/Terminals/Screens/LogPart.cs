using System.Buffers;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Terminals.Screens;

/// <summary>Events of the log, read beside everything else, to be written to a screen under its lock.</summary>
internal sealed class LogPart : IEventSink
{
    private const int Enough = 512 * 1024;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<StoredEvent> _events = [];

    public static async ValueTask<LogPart> ReadAsync(Session session, long after, CancellationToken cancellation)
    {
        var part = new LogPart();
        await session.Workspace.Readers.ReadAsync(session.Log.Row, after, part, cancellation);
        return part;
    }

    public bool IsEmpty => _events.Count == 0;

    public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        _events.Add(stored);
        _bytes.Write(payload);
        return _bytes.WrittenCount < Enough;
    }

    public void WriteTo(Action<StoredEvent, ReadOnlySpan<byte>> apply)
    {
        var at = 0;
        foreach (var stored in _events)
        {
            apply(stored, _bytes.WrittenSpan.Slice(at, stored.Length));
            at += stored.Length;
        }
    }
}
