using System.Buffers;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Terminals.Screens;

/// <summary>Events of the log, read beside everything else, to be written to a screen under its lock. In memory that is given back.</summary>
internal sealed class LogPart : IEventSink, IDisposable
{
    private const int Enough = 512 * 1024;
    private readonly List<StoredEvent> _events = [];
    private byte[] _bytes = [];
    private int _length;

    private LogPart()
    {
    }

    public bool IsEmpty => _events.Count == 0;

    public static async ValueTask<LogPart> ReadAsync(Session session, long after, CancellationToken cancellation)
    {
        var part = new LogPart();
        try
        {
            await session.Workspace.Readers.ReadAsync(session.Log.Row, after, part, cancellation);
            return part;
        }
        catch
        {
            part.Dispose();
            throw;
        }
    }

    public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        MakeRoom(payload.Length);
        payload.CopyTo(_bytes.AsSpan(_length));
        _length += payload.Length;
        _events.Add(stored);
        return _length < Enough;
    }

    public void WriteTo(Action<StoredEvent, ReadOnlySpan<byte>> apply)
    {
        var at = 0;
        foreach (var stored in _events)
        {
            apply(stored, _bytes.AsSpan(at, stored.Length));
            at += stored.Length;
        }
    }

    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }

    // Most parts are short: of a session that printed little since its screen was kept.
    private void MakeRoom(int length)
    {
        if (_length + length <= _bytes.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Math.Max(Batch.MaximumOutput, _length + length)));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        Dispose();
        _bytes = larger;
    }
}
