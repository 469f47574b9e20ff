using Dispatch.Protocol;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Keeper;

/// <summary>
/// The runner's side of the keeper's socket. Thread-safe. One reader thread calls the observer; what is sent to a keeper that is gone
/// is dropped, because <see cref="IKeeperObserver.OnDisconnected"/> says so.
/// </summary>
internal sealed class KeeperClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Descriptor _socket;
    private readonly DataFolder _folder;
    private readonly TimeProvider _time;
    private readonly KeeperReader _reader;
    private readonly Lock _sending = new();
    private readonly FrameBuffer _out = new(4 << 10);
    private uint _request;

    private KeeperClient(DataFolder folder, IKeeperObserver observer, TimeProvider time)
    {
        _folder = folder;
        _time = time;
        _socket = Connect(folder);
        _reader = new KeeperReader(_socket, observer, Flush, Close);
    }

    public int KeeperPid { get; private set; }

    /// <summary>Completes when the connection is gone, after <see cref="IKeeperObserver.OnDisconnected"/>.</summary>
    public Task Over => _reader.Over;

    /// <summary>What ended the connection from this side, once it is over; null when the keeper did, or when it was closed.</summary>
    public Exception? Failure => _reader.Failure;

    /// <summary>The version of the program that the keeper runs.</summary>
    public string KeeperVersion { get; private set; } = "";

    /// <exception cref="KeeperException">Nobody answers there, or another version does.</exception>
    public static async Task<KeeperClient> ConnectAsync(
        DataFolder folder, IKeeperObserver observer, TimeProvider time, CancellationToken cancellation)
    {
        var client = new KeeperClient(folder, observer, time);
        try
        {
            observer.OnConnecting(client);
            client.Send(frame => frame.Begin(FrameType.Hello).Put(KeeperProtocol.Magic).Put((ushort)KeeperProtocol.Version).End());
            client._reader.Start();
            var hello = await client.AnswerAsync(client._reader.Hello, cancellation);
            if (hello.Version != KeeperProtocol.Version)
            {
                throw new KeeperException(
                    $"The keeper (process {hello.Pid}, {hello.Program}) speaks version {hello.Version} of its protocol and this runner {KeeperProtocol.Version}. "
                    + "`dispatch stop --all` ends it and its shells; then start again.");
            }

            (client.KeeperPid, client.KeeperVersion) = (hello.Pid, hello.Program);
            return client;
        }
        catch
        {
            await client.CloseAsync();
            throw;
        }
    }

    /// <summary>Ends the connection, and waits until the observer hears no more of it.</summary>
    public async Task CloseAsync()
    {
        Dispose();
        await Over;
    }

    /// <exception cref="KeeperException">The connection ended before the answer, or none came in time; the process may be there all the same.</exception>
    public async Task<SpawnOutcome> SpawnAsync(SpawnRequest request, CancellationToken cancellation)
    {
        var id = Interlocked.Increment(ref _request);
        var frame = new FrameBuffer(4 << 10);
        frame.Begin(FrameType.Spawn).Put(id).Put(request.Key).Put(request.Pty ? (byte)1 : (byte)0)
            .Put((ushort)request.Cols).Put((ushort)request.Rows).Put(request.Program).Put(request.Cwd)
            .Put(request.Arguments).Put(request.Environment).End();
        if (frame.Length > KeeperProtocol.MaximumFrame)
        {
            return new SpawnOutcome(0, new Error(
                ErrorKind.TooLarge, "spawn.too-long", $"The arguments and variables of {request.Program} take {frame.Length} bytes, and at most {KeeperProtocol.MaximumFrame} are allowed."));
        }

        var answer = _reader.Expect<SpawnOutcome>(id);
        Send(to => to.Put(frame.Bytes));
        return await AnswerAsync(answer, cancellation);
    }

    /// <exception cref="KeeperException">The connection ended before the answer, or none came in time.</exception>
    public async Task<IReadOnlyList<KeptProcess>> ListAsync(CancellationToken cancellation)
    {
        var id = Interlocked.Increment(ref _request);
        var answer = _reader.Expect<IReadOnlyList<KeptProcess>>(id);
        Send(frame => frame.Begin(FrameType.List).Put(id).End());
        return await AnswerAsync(answer, cancellation);
    }

    /// <summary>
    /// Output from these offsets on, then the exit; an offset per stream (one for a terminal, two for pipes). What comes before them is committed, and
    /// so acknowledged again: of the last client's acknowledgements some may never have come, and a keeper that is full with what nobody needs reads no more.
    /// </summary>
    public void Subscribe(Guid key, ReadOnlySpan<long> offsets)
    {
        lock (_sending)
        {
            for (var stream = 0; stream < offsets.Length; stream++)
            {
                _out.Begin(FrameType.Acknowledge).Put(key).Put((byte)stream).Put(offsets[stream]).End();
            }

            _out.Begin(FrameType.Subscribe).Put(key).Put((byte)offsets.Length);
            foreach (var offset in offsets)
            {
                _out.Put(offset);
            }

            _out.End();
            SendWaiting();
        }
    }

    /// <summary>Everything of the stream before <paramref name="offset"/> is committed. Called by the observer, it goes out once nothing more is to be read.</summary>
    public void Acknowledge(Guid key, int stream, long offset)
    {
        lock (_sending)
        {
            _out.Begin(FrameType.Acknowledge).Put(key).Put((byte)stream).Put(offset).End();
            if (!_reader.IsThisThread)
            {
                SendWaiting();
            }
        }
    }

    /// <param name="bytes">At most <see cref="KeeperProtocol.MaximumInput"/>; written or refused as a whole.</param>
    public void Write(Guid key, uint inputId, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, KeeperProtocol.MaximumInput);
        lock (_sending)
        {
            _out.Begin(FrameType.Write).Put(key).Put(inputId).Put(bytes).End();
            SendWaiting();
        }
    }

    public void Resize(Guid key, int cols, int rows) =>
        Send(frame => frame.Begin(FrameType.Resize).Put(key).Put(checked((ushort)cols)).Put(checked((ushort)rows)).End());

    /// <param name="foreground">To the terminal's foreground process group; else to the group that the process leads.</param>
    public void Signal(Guid key, int signal, bool foreground) =>
        Send(frame => frame.Begin(FrameType.Signal).Put(key).Put(checked((byte)signal)).Put(foreground ? (byte)1 : (byte)0).End());

    public void CloseInput(Guid key) => Send(frame => frame.Begin(FrameType.CloseInput).Put(key).End());

    /// <summary>Forgets a process that has ended, with whatever of its output is left.</summary>
    public void Collect(Guid key) => Send(frame => frame.Begin(FrameType.Collect).Put(key).End());

    /// <summary>Ends every process and the keeper.</summary>
    public void Shutdown() => Send(frame => frame.Begin(FrameType.Shutdown).End());

    /// <summary>Ends the connection; the keeper and its processes go on. The observer hears of it on its thread.</summary>
    public void Dispose() => _reader.Stop();

    private static Descriptor Connect(DataFolder folder)
    {
        try
        {
            UnixSocket.CheckPath(folder.KeeperSocket);
        }
        catch (IOException e)
        {
            throw new KeeperException(e.Message, e);
        }

        try
        {
            return UnixSocket.Connect(folder.KeeperSocket, Patience);
        }
        catch (IOException e)
        {
            throw new KeeperException($"No keeper answers: {e.Message}", e) { NobodyThere = true };
        }
    }

    private async Task<T> AnswerAsync<T>(Task<T> answer, CancellationToken cancellation)
    {
        while (true)
        {
            var waits = _reader.Waits;
            try
            {
                return await answer.WaitAsync(Patience, _time, cancellation);
            }
            // While this side works on what came (a full disk can hold it up for long), it isn't the keeper that keeps one waiting.
            catch (TimeoutException) when (!_reader.IsWaiting || _reader.Waits != waits)
            {
            }
            catch (TimeoutException e)
            {
                // Whoever keeps the connection tries another one, and finds out what became of what was asked.
                Dispose();
                throw new KeeperException(
                    $"The keeper at {_folder.KeeperSocket} doesn't answer (process {LockFile.Holder(_folder.KeeperLock)}). If it hangs, end it with kill -9; its shells end with it.", e);
            }
        }
    }

    private void Send(Action<FrameBuffer> write)
    {
        lock (_sending)
        {
            write(_out);
            SendWaiting();
        }
    }

    private void Flush()
    {
        lock (_sending)
        {
            SendWaiting();
        }
    }

    private void Close()
    {
        lock (_sending)
        {
            _socket.Dispose();
        }
    }

    // Blocks while the socket is full. A keeper reads always, so one that makes no room for so long hangs: the connection is given up, and the next one says so.
    private void SendWaiting()
    {
        while (_out.Length > 0)
        {
            var sent = _socket.IsClosed ? -Errno.BrokenPipe : UnixSocket.Send(_socket, _out.Bytes);
            _out.Take(sent < 0 ? _out.Length : sent);
            if (sent == -Errno.Again)
            {
                _reader.Stop();
            }
        }
    }
}
