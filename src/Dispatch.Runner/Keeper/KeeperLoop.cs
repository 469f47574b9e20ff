using System.Diagnostics;
using System.Reflection;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Keeper;

/// <summary>
/// The keeper's one thread: waits for whatever happens, lets it be handled, then tells the runner. One runner at a time; a newer one replaces it once
/// it has said hello, so that a stray client disturbs nobody.
/// </summary>
internal sealed class KeeperLoop : IDisposable
{
    private const int MostStrangers = 8;

    /// <summary>How long everyone has to go after a hang-up, and how long the killed have to be gone.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LastLook = TimeSpan.FromMilliseconds(20);

    private readonly Poller _poller = new();
    private readonly Delivery _delivery = new();
    private readonly Holdings _holdings;
    private readonly KeeperRequests _requests;
    private readonly Descriptor _listener;
    private readonly Descriptor _stop;
    private readonly List<RunnerConnection> _strangers = [];
    private RunnerConnection? _runner;
    private bool _stopping;

    /// <param name="listener">The socket that runners connect to.</param>
    /// <param name="stop">An eventfd: readable when the keeper shall end.</param>
    public KeeperLoop(Descriptor listener, Descriptor stop)
    {
        (_listener, _stop) = (listener, stop);
        _holdings = new Holdings(_poller, _delivery);
        _requests = new KeeperRequests(_holdings, () => _stopping = true);
        _poller.Set(listener, Readiness.Readable, _ => Accept());
        _poller.Set(stop, Readiness.Readable, _ => _stopping = true);
    }

    public void Run()
    {
        var sleep = -1;
        while (!_stopping)
        {
            sleep = Turn(sleep);
        }

        KeeperLog.Line($"stopping with {_holdings.All.Count} processes");
        _holdings.Closed = true;
        _poller.Forget(_stop);
        SessionEnd.Send(_holdings.All, Signals.Hangup);
        SessionEnd.Send(_holdings.All, Signals.Continue);
        TurnUntilAllEnded();
        if (SessionEnd.Send(_holdings.All, Signals.Kill))
        {
            TurnUntilAllEnded();
        }
    }

    public void Dispose()
    {
        _runner?.Dispose();
        _strangers.ForEach(stranger => stranger.Dispose());
        _poller.Dispose();
    }

    private int Turn(int sleep)
    {
        _poller.Poll(sleep);
        sleep = _delivery.Deliver(_runner);
        if (_runner is { Broken: not null })
        {
            Drop(_runner);
        }

        return sleep;
    }

    private void TurnUntilAllEnded()
    {
        var since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < Grace && SessionEnd.AnyoneLeft(_holdings.All))
        {
            Turn((int)LastLook.TotalMilliseconds);
        }

        Turn(0);
    }

    private void Accept()
    {
        while (UnixSocket.TryAccept(_listener) is { } socket)
        {
            if (_strangers.Count == MostStrangers)
            {
                _strangers[0].Break("too many connections said nothing");
                Drop(_strangers[0]);
            }

            _strangers.Add(new RunnerConnection(socket, _poller, Received));
        }
    }

    private void Received(RunnerConnection connection)
    {
        while (connection.Broken is null && (connection.Received.TryPeekFrame(out var frame, out var malformed) || malformed))
        {
            if (malformed || !TryHandle(connection, frame))
            {
                connection.Break(malformed ? "a frame of an impossible length" : $"a malformed frame of type {frame[0]}");
                break;
            }

            connection.Received.Take(frame.Length + sizeof(uint));
        }

        if (connection.Broken is not null)
        {
            Drop(connection);
        }
    }

    private bool TryHandle(RunnerConnection connection, ReadOnlySpan<byte> frame)
    {
        try
        {
            return connection == _runner ? _requests.TryHandle(connection, frame) : TryGreet(connection, frame);
        }
        catch (Exception e)
        {
            // A bug in one request must not end everyone's shell.
            KeeperLog.Line(e.ToString());
            return false;
        }
    }

    private bool TryGreet(RunnerConnection connection, ReadOnlySpan<byte> frame)
    {
        var fields = new FrameReader(frame[1..]);
        if ((FrameType)frame[0] != FrameType.Hello || fields.UInt32() != KeeperProtocol.Magic)
        {
            return false;
        }

        var version = fields.UInt16();
        connection.Answer(FrameType.Hello).Put(KeeperProtocol.Magic).Put((ushort)KeeperProtocol.Version).Put(Environment.ProcessId)
            .Put(typeof(KeeperLoop).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "").End();
        connection.Flush();
        if (version != KeeperProtocol.Version)
        {
            connection.Break($"it speaks version {version}, this keeper {KeeperProtocol.Version}");
            return true;
        }

        if (_runner is not null)
        {
            _runner.Break("a newer runner came");
            Drop(_runner);
        }

        _strangers.Remove(connection);
        _runner = connection;
        KeeperLog.Line("a runner is connected");
        return true;
    }

    private void Drop(RunnerConnection connection)
    {
        KeeperLog.Line($"a connection is closed: {connection.Broken}");
        connection.Dispose();
        if (!_strangers.Remove(connection) && connection == _runner)
        {
            _runner = null;
            _holdings.Unsubscribe();
        }
    }
}
