using System.Buffers;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Terminals.Recordings;

/// <summary>The output between two places of a session, read a part at a time.</summary>
internal sealed class OutputPart(OutputPlace from, OutputPlace to) : IEventSink
{
    private const int Enough = 256 * 1024;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private long _position = from.Seq - 1;

    public async Task ReadAsync(Session session, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> take, CancellationToken cancellation)
    {
        for (var before = long.MinValue; _position > before && _position < to.Seq;)
        {
            before = _position;
            _bytes.ResetWrittenCount();
            await session.Workspace.Readers.ReadAsync(session.Log.Row, _position, this, cancellation);
            if (_bytes.WrittenCount > 0)
            {
                await take(_bytes.WrittenMemory, cancellation);
            }
        }
    }

    public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        if (stored.Seq > to.Seq)
        {
            return false;
        }

        _position = stored.Seq;
        if (stored.Type == EventLog.OutputType)
        {
            var end = stored.Seq == to.Seq ? Math.Min(payload.Length, to.Offset) : payload.Length;
            var start = stored.Seq == from.Seq ? Math.Min(from.Offset, end) : 0;
            _bytes.Write(payload[start..end]);
        }

        return stored.Seq < to.Seq && _bytes.WrittenCount < Enough;
    }
}
