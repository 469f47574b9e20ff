using System.Buffers.Binary;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Keeper;

/// <summary>The keeper's side of a connection. Never blocks: what the socket doesn't take waits here, but output stays where it is kept.</summary>
internal sealed class RunnerConnection : IDisposable
{
    private const int ReceiveSize = 64 << 10;

    // Only answers gather here, so a runner that lets so many gather doesn't read.
    private const int MostUnread = 4 << 20;

    private readonly Descriptor _socket;
    private readonly Poller _poller;
    private readonly Action<RunnerConnection> _received;
    private readonly Action<Readiness> _onReady;
    private readonly FrameBuffer _in = new(2 * ReceiveSize);
    private readonly FrameBuffer _out = new(4 << 10);

    /// <param name="received">Called when bytes came, to take the whole frames; or when <see cref="Broken"/>.</param>
    public RunnerConnection(Descriptor socket, Poller poller, Action<RunnerConnection> received)
    {
        (_socket, _poller, _received, _onReady) = (socket, poller, received, OnReady);
        Watch();
    }

    public FrameBuffer Received => _in;

    /// <summary>The socket is full; nothing is sent before it takes more.</summary>
    public bool Blocked { get; private set; }

    /// <summary>Why it can't go on.</summary>
    public string? Broken { get; private set; }

    /// <summary>Begins an answer, sent with the next <see cref="Flush"/> or output.</summary>
    public FrameBuffer Answer(FrameType type)
    {
        if (_out.Length > MostUnread)
        {
            Break("it doesn't read its answers");
            _out.Take(_out.Length);
        }

        return _out.Begin(type);
    }

    /// <summary>False when the socket took nothing of it.</summary>
    public bool TrySendOutput(Guid key, int stream, long offset, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        const int headerSize = sizeof(uint) + 1 + 16 + 1 + sizeof(long);
        Span<byte> header = stackalloc byte[headerSize];
        BinaryPrimitives.WriteInt32LittleEndian(header, headerSize - sizeof(uint) + first.Length + second.Length);
        header[4] = (byte)FrameType.Output;
        key.TryWriteBytes(header[5..]);
        header[21] = (byte)stream;
        BinaryPrimitives.WriteInt64LittleEndian(header[22..], offset);

        var before = _out.Length;
        var taken = Sent(UnixSocket.Send(_socket, _out.Bytes, header, first, second), before + headerSize + first.Length + second.Length);
        _out.Take(Math.Min(taken, before));
        taken -= before;
        if (taken <= 0)
        {
            return false;
        }

        // A frame that has begun must end: its rest waits here.
        Keep(header, ref taken);
        Keep(first, ref taken);
        Keep(second, ref taken);
        return true;
    }

    public void Flush()
    {
        if (!Blocked && Broken is null && _out.Length > 0)
        {
            _out.Take(Sent(UnixSocket.Send(_socket, _out.Bytes), _out.Length));
        }
    }

    public void Break(string why) => Broken ??= why;

    public void Dispose()
    {
        _poller.Forget(_socket);
        _socket.Dispose();
    }

    private void Keep(ReadOnlySpan<byte> piece, ref int taken)
    {
        var gone = Math.Min(taken, piece.Length);
        taken -= gone;
        if (gone < piece.Length)
        {
            _out.Put(piece[gone..]);
        }
    }

    private int Sent(int count, int wanted)
    {
        if (count < 0 && count != -Errno.Again)
        {
            Break(Errno.Message(-count));
        }

        Blocked = count < wanted;
        Watch();
        return Math.Max(count, 0);
    }

    private void OnReady(Readiness ready)
    {
        if ((ready & Readiness.Writable) != 0)
        {
            Blocked = false;
            Flush();
            Watch();
        }

        if ((ready & ~Readiness.Writable) != 0)
        {
            Receive();
            _received(this);
        }
    }

    private void Receive()
    {
        var count = UnixSocket.Receive(_socket, _in.Room(ReceiveSize), 0);
        if (count > 0)
        {
            _in.Add(count);
        }
        else if (count != -Errno.Again)
        {
            Break(count == 0 ? "it closed the connection" : Errno.Message(-count));
        }
    }

    private void Watch() => _poller.Set(_socket, Readiness.Readable | (Blocked ? Readiness.Writable : Readiness.None), _onReady);
}
