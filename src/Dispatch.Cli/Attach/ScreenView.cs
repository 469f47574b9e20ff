using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Sessions;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;
using Dispatch.Terminal;

namespace Dispatch.Cli.Attach;

/// <summary>Shows a session on this terminal: what it prints goes into a terminal of our own, and what that shows is painted here.</summary>
internal sealed class ScreenView : SessionView, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Painter _painter;
    private readonly FrameLimit _limit;
    private readonly Words _words;
    private readonly Bells _bells;
    private readonly ITimer _timer;
    private readonly CancellationToken _cancellation;
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Emulator? _emulator;
    private volatile Pointer _pointer = Pointer.None;
    private bool _shows;
    private bool _live;

    public ScreenView(TimeProvider time, ColorDepth depth, bool readOnly, CancellationToken cancellation)
    {
        _painter = new Painter(depth, readOnly);
        _limit = new FrameLimit(time);
        _words = new Words(time);
        _bells = new Bells(time);
        _cancellation = cancellation;
        _timer = time.CreateTimer(_ => OnTime(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Fails when this terminal can't be written to any more.</summary>
    public Task Broken => _broken.Task;

    /// <summary>What the session's program wants of the mouse, and where its screen is.</summary>
    public Pointer Pointer => _pointer;

    public override void OnAttached(SessionInfo session)
    {
        lock (_gate)
        {
            if (_emulator is null)
            {
                _emulator = Make(session.Cols, session.Rows);
                if (SessionEnd.Of(session) is null)
                {
                    _words.Hint();
                }

                Enter();
            }
        }
    }

    public override void OnSnapshot(Snapshot snapshot, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _emulator = Make(snapshot.Cols, snapshot.Rows);
            _limit.Synchronized(begins: true);
        }
    }

    public override void OnSnapshotBytes(ReadOnlySpan<byte> bytes, bool whole, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _emulator!.Restore(bytes);
            if (whole)
            {
                _limit.Synchronized(_emulator.Modes.SynchronizedOutput);
                Show();
            }
        }
    }

    public override void OnGap(Gap gap, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _emulator = Make(gap.Cols, gap.Rows);
            Show();
        }
    }

    public override void OnOutput(ReadOnlySpan<byte> bytes, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _emulator!.Write(bytes);
            Show();
        }
    }

    public override void OnEvent(EventMessage happened, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (happened.Type == EventTypes.TerminalResized && happened.Data?.Deserialize(Wire.Default.TerminalResized) is { } size)
            {
                _emulator!.Resize(size.Cols, size.Rows);
                Show();
            }
            else if (happened.Type == EventTypes.SessionRestarted)
            {
                _emulator!.Restore(AttachProtocol.AfterRestart);
                Show();
            }
        }
    }

    public override bool OnLive(CancellationToken cancellation)
    {
        lock (_gate)
        {
            _live = true;
            _bells.Drop();
            _words.Lost(false);
            Show();
        }

        return false;
    }

    public override void OnLost(CancellationToken cancellation)
    {
        lock (_gate)
        {
            _words.Lost(true);
            Show();
        }
    }

    public override void OnUnknownInput(int bytes)
    {
        lock (_gate)
        {
            _words.UnknownInput(bytes);
            Show();
        }
    }

    /// <summary>A key was pressed: what told which are there has been read.</summary>
    public void OnKey()
    {
        if (_words.IsHinting)
        {
            lock (_gate)
            {
                _words.EndHint();
                Show();
            }
        }
    }

    /// <summary>This terminal has another size, or was somebody else's for a while.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            Measure();
            Show();
        }
    }

    /// <summary>This terminal as it was found, until <see cref="Resume"/>.</summary>
    public void Suspend()
    {
        lock (_gate)
        {
            if (_shows)
            {
                _shows = false;
                Descriptors.Write(_painter.Leave(), CancellationToken.None);
            }
        }
    }

    public void Resume()
    {
        lock (_gate)
        {
            if (_emulator is not null && !_shows)
            {
                Enter();
                Show();
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private Emulator Make(int cols, int rows) =>
        new(new EmulatorOptions { Cols = cols, Rows = rows, Scrollback = AttachCommand.Scrollback }, new Listener(this));

    private void Enter()
    {
        _shows = true;
        Descriptors.Write(_painter.Enter(), _cancellation);
        Measure();
    }

    private void Measure()
    {
        if (LibC.WindowSize(LibC.StandardOutput) is var (cols, rows))
        {
            _painter.Resize(rows, cols);
            _words.Resize(cols, rows);
        }
    }

    /// <summary>Now if that may be, else as soon as it may.</summary>
    private void Show()
    {
        if (!_shows || !_live)
        {
            return;
        }

        var wait = _limit.Wait;
        if (wait <= TimeSpan.Zero)
        {
            Paint();
            wait = _words.Wait;
            if (wait == Timeout.InfiniteTimeSpan)
            {
                return;
            }
        }

        // Whatever it was set to: this is what comes next.
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void Paint()
    {
        var emulator = _emulator!;
        _words.Measure(emulator);
        Descriptors.Write(_painter.Paint(emulator, _words.Note, _words.Label), _cancellation);
        if (_bells.Ring())
        {
            Descriptors.Write("\a"u8, _cancellation);
        }

        _limit.Painted();
        var pointer = new Pointer(emulator.Modes.Mouse, emulator.Modes.MouseEncoding, _painter.Viewport);
        if (pointer != _pointer)
        {
            _pointer = pointer;
        }
    }

    private void OnTime()
    {
        try
        {
            lock (_gate)
            {
                Show();
            }
        }
        catch (Exception e) when (e is Failure or ReaderGoneException or OperationCanceledException)
        {
            _broken.TrySetException(e);
        }
    }

    /// <summary>Within what is written, so that a frame is painted when it is whole, though the next begins in the same bytes.</summary>
    private sealed class Listener(ScreenView view) : EmulatorObserver
    {
        public override void Bell() => view._bells.Add();

        public override void SynchronizedOutput(bool on)
        {
            view._limit.Synchronized(on);
            if (!on)
            {
                view.Show();
            }
        }
    }
}
