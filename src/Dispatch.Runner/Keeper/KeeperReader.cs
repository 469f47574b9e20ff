using System.Collections.Concurrent;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Keeper;

/// <summary>What a keeper says of itself.</summary>
internal readonly record struct KeeperHello(int Version, int Pid, string Program);

/// <summary>The client's one reader thread: frames in, observer called, requests answered.</summary>
internal sealed class KeeperReader
{
    private readonly Descriptor _socket;
    private readonly IKeeperObserver _observer;
    private readonly Action _flush;
    private readonly Action _close;
    private readonly Thread _thread;
    private readonly TaskCompletionSource<KeeperHello> _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<uint, IExpected> _expected = new();
    private readonly FrameBuffer _in = new(2 * KeeperProtocol.ReadBuffer);
    private int _sinceIdle;
    private volatile bool _ended;
    private volatile int _waits;
    private volatile bool _waiting;

    /// <param name="flush">Sends what the observer left to be sent.</param>
    /// <param name="close">Closes the socket between two sends.</param>
    public KeeperReader(Descriptor socket, IKeeperObserver observer, Action flush, Action close)
    {
        (_socket, _observer, _flush, _close) = (socket, observer, flush, close);
        _thread = new Thread(Read) { IsBackground = true, Name = "keeper" };
    }

    private interface IExpected
    {
        void Fail(Exception why);
    }

    public Task<KeeperHello> Hello => _hello.Task;

    /// <summary>Completes when the thread has ended: the observer was called for the last time.</summary>
    public Task Over => _over.Task;

    /// <summary>What ended the connection from this side; null when the other side did or it was closed. Known once it is over.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>How often it waited for the keeper so far.</summary>
    public int Waits => _waits;

    /// <summary>Whether it does now; else it works on what came.</summary>
    public bool IsWaiting => _waiting;

    public bool IsThisThread => Thread.CurrentThread == _thread;

    public void Start() => _thread.Start();

    /// <summary>Wakes the thread and lets it end.</summary>
    public void Stop()
    {
        try
        {
            UnixSocket.Shutdown(_socket);
        }
        catch (ObjectDisposedException)
        {
            // It has ended.
        }
    }

    public Task<T> Expect<T>(uint request)
    {
        var expected = new Expected<T>();
        _expected[request] = expected;
        if (_ended && _expected.TryRemove(request, out _))
        {
            expected.Fail(Gone());
        }

        return expected.Task;
    }

    private static KeeperException Gone() =>
        new("The connection to the keeper ended before it answered. Try again once the runner has found the keeper.") { NobodyThere = true };

    // Whatever fails here fails this connection, and not the process that holds everyone's session: the keeper keeps what isn't acknowledged.
    private void Read()
    {
        Try(ReadAll);
        _ended = true;
        _close();
        _hello.TrySetException(Gone());
        foreach (var request in _expected.Keys)
        {
            Take<IExpected>(request)?.Fail(Gone());
        }

        Try(_observer.OnDisconnected);
        _over.SetResult();
    }

    private void Try(Action part)
    {
        try
        {
            part();
        }
        catch (Exception e)
        {
            Failure ??= e;
        }
    }

    private void ReadAll()
    {
        var malformed = false;
        while (!malformed && TryReceive())
        {
            while (_in.TryPeekFrame(out var frame, out malformed))
            {
                Handle(frame);
                _in.Take(frame.Length + sizeof(uint));
                _sinceIdle += frame.Length;
            }

            if (_sinceIdle >= KeeperProtocol.ReadBuffer)
            {
                Idle();
            }
        }

        if (malformed)
        {
            throw new InvalidDataException("The keeper sent something that is no frame.");
        }
    }

    private bool TryReceive()
    {
        var count = UnixSocket.Receive(_socket, _in.Room(KeeperProtocol.ReadBuffer), UnixSocket.NoWait);
        if (count == -Errno.Again)
        {
            Idle();
            _waits++;
            _waiting = true;
            count = UnixSocket.Receive(_socket, _in.Room(KeeperProtocol.ReadBuffer), 0);
            _waiting = false;
        }

        _in.Add(Math.Max(count, 0));
        return count > 0;
    }

    private void Idle()
    {
        if (_sinceIdle > 0)
        {
            _sinceIdle = 0;
            _observer.OnIdle();
        }

        _flush();
    }

    private void Handle(ReadOnlySpan<byte> frame)
    {
        var fields = new FrameReader(frame[1..]);
        switch ((FrameType)frame[0])
        {
            case FrameType.Output:
                var (key, stream, offset) = (fields.Key(), fields.Byte(), fields.Int64());
                _observer.OnOutput(key, stream, offset, fields.Rest());
                break;
            case FrameType.Written:
                _observer.OnWritten(fields.Key(), fields.UInt32());
                break;
            case FrameType.InputRefused:
                _observer.OnInputRefused(fields.Key(), fields.UInt32());
                break;
            case FrameType.Exited:
                _observer.OnExited(fields.Key(), fields.Exit() ?? default);
                break;
            case FrameType.Spawned:
                var (started, outcome) = (fields.UInt32(), Outcome(ref fields));
                Take<Expected<SpawnOutcome>>(started)?.Set(outcome);
                break;
            case FrameType.Listed:
                // Read before its question is taken for answered: what can't be read fails the question with the connection.
                var (asked, list) = (fields.UInt32(), List(ref fields));
                Take<Expected<IReadOnlyList<KeptProcess>>>(asked)?.Set(list);
                break;
            case FrameType.Hello:
                _ = fields.UInt32();
                _hello.TrySetResult(new KeeperHello(fields.UInt16(), fields.Int32(), fields.Text()));
                break;
        }
    }

    private T? Take<T>(uint request)
        where T : class => _expected.TryRemove(request, out var expected) ? expected as T : null;

    private static SpawnOutcome Outcome(ref FrameReader fields)
    {
        var pid = fields.Int32();
        return new SpawnOutcome(pid, pid > 0 ? null : new Error((ErrorKind)fields.UInt16(), fields.Text(), fields.Text()));
    }

    private static KeptProcess[] List(ref FrameReader fields)
    {
        var processes = new KeptProcess[fields.Int32()];
        for (var i = 0; i < processes.Length; i++)
        {
            var (key, pid, pty, exit) = (fields.Key(), fields.Int32(), fields.Byte() == 1, fields.Exit());
            var streams = new KeptStream[fields.Byte()];
            for (var stream = 0; stream < streams.Length; stream++)
            {
                streams[stream] = new KeptStream(fields.Int64(), fields.Int64());
            }

            processes[i] = new KeptProcess(key, pid, pty, streams, exit);
        }

        return processes;
    }

    private sealed class Expected<T> : IExpected
    {
        private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Task => _source.Task;

        public void Set(T value) => _source.TrySetResult(value);

        public void Fail(Exception why) => _source.TrySetException(why);
    }
}
