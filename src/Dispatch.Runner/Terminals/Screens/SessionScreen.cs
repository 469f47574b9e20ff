using System.Buffers;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Terminals.Recordings;
using Dispatch.Runner.Terminals.Storage;
using Dispatch.Terminal;

namespace Dispatch.Runner.Terminals.Screens;

/// <summary>
/// The screen of a session, always known: an emulator that follows the log. After each commit it reads on from its own position, so that
/// output and sizes come to it in their order whoever committed them. It is made when first needed and goes when the session has ended.
/// </summary>
internal sealed partial class SessionScreen(Session session, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>The oftenest that a screen is kept only to be fresh: each takes milliseconds.</summary>
    private static readonly TimeSpan OftenestFresh = TimeSpan.FromSeconds(10);

    /// <summary>How long a frame that isn't whole is waited for.</summary>
    private static readonly TimeSpan LongestFrame = TimeSpan.FromMilliseconds(200);

    /// <summary>What drawing one commit may take on the thread that all sessions share. A flood of text takes a fifth of it.</summary>
    private static readonly TimeSpan LongestFollow = TimeSpan.FromMilliseconds(15);

    private readonly Lock _gate = new();
    private readonly ScreenListener _listener = new();
    private readonly ScreenOutbox _outbox = new(session, time, logger);

    // What was in the log before this runner, or before the emulator went, isn't answered: it was, or never will be.
    private long _answeredThrough = session.LoadedThrough;
    private ScreenWriter? _writer;
    private DefaultColors? _colors;
    private TaskCompletionSource? _frameEnd;
    private long _keptSeq, _keptWritten, _keptAt;
    private int _catchingUp, _keeping;
    private bool _behind;
    private bool _reminds;

    // What this session prints takes long to draw, by design or by malice: its screen is drawn elsewhere, from the log, and lags behind.
    private volatile bool _slow;
    private volatile bool _removed;

    /// <summary>
    /// Right after a commit, on the thread that made it and after everyone attached was woken. Quick: what can't be had at once (another
    /// reads the screen, or it has to be made from the log) is left to another thread.
    /// </summary>
    public void Follow()
    {
        if (!_slow && _gate.TryEnter())
        {
            bool reached;
            var start = time.GetTimestamp();
            try
            {
                reached = TryCatchUp();
            }
            finally
            {
                _gate.Exit();
            }

            _slow = time.GetElapsedTime(start) > LongestFollow;

            if (reached)
            {
                _outbox.Empty();
                KeepWhenDue();
                return;
            }
        }

        CatchUpSoon();
    }

    /// <summary>On another thread, and one at a time: in a flood each commit asks for it, and each would read the same part of the log.</summary>
    public void CatchUpSoon()
    {
        Volatile.Write(ref _behind, true);
        if (Interlocked.CompareExchange(ref _catchingUp, 1, 0) == 0)
        {
            _ = Task.Run(CatchUpAsync);
        }
    }

    /// <summary>Looks at the screen as it is now, under its lock.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<ScreenWriter, T> read, CancellationToken cancellation)
    {
        while (true)
        {
            var (reached, result) = TryRead(read);
            _outbox.Empty();
            if (reached)
            {
                KeepWhenDue();
                return result!;
            }

            await ReadOnAsync(cancellation);
        }
    }

    /// <summary>The screen as bytes; not in the middle of a frame (mode 2026), unless that lasts.</summary>
    public async Task<ScreenShot> ShootAsync(int scrollback, CancellationToken cancellation)
    {
        var (shot, frame) = await ReadAsync<(ScreenShot?, Task?)>(
            writer => writer.Emulator.Modes.SynchronizedOutput ? (null, FrameEnd()) : (ScreenShot.Of(writer, scrollback), null), cancellation);
        if (frame is not null)
        {
            await frame.WaitAsync(LongestFrame, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
        }

        return shot ?? await ReadAsync(writer => ScreenShot.Of(writer, scrollback), cancellation);
    }

    /// <summary>The colours of whoever decides the size: what a program that asks is told.</summary>
    public void ShownIn(DefaultColors? colors)
    {
        if (colors is not null)
        {
            Volatile.Write(ref _colors, colors);
        }
    }

    /// <summary>Puts a screen of this session, the present one or one of its past, into the cache.</summary>
    /// <param name="shot">With its whole scrollback.</param>
    public void Keep(ScreenShot shot)
    {
        session.Workspace.Screens.Put(new KeptScreen(session.Id, shot.Seq, shot.Cols, shot.Rows, shot.Written, shot.Bytes));
        session.Workspace.Screens.Prune(session.Id, session.Log.PrunedThrough);
        if (_removed)
        {
            session.Workspace.Screens.Remove(session.Id);
        }
    }

    /// <summary>The runner stops.</summary>
    public async Task CloseAsync()
    {
        await TryKeepAsync();
        _outbox.Dispose();
    }

    // The screen as it is now goes into the cache, and that of a session that has ended from memory.
    private async Task KeepAsync()
    {
        if (_writer is null)
        {
            return;
        }

        var shot = await ReadAsync(writer => writer.Drawn == _keptSeq ? null : ScreenShot.Of(writer, int.MaxValue), CancellationToken.None);
        if (shot is not null)
        {
            Keep(shot);
            (_keptSeq, _keptWritten, _keptAt) = (shot.Seq, shot.Written, time.GetTimestamp());
        }

        lock (_gate)
        {
            if (!session.Alive && _writer is not null && TryCatchUp() && _writer.Drawn == _keptSeq)
            {
                _answeredThrough = _writer.Position;
                _writer = null;
            }
        }
    }

    /// <summary>The session is removed.</summary>
    public void Dispose()
    {
        _removed = true;
        _outbox.Dispose();
        session.Workspace.Screens.Remove(session.Id);
    }

    private (bool Reached, T? Result) TryRead<T>(Func<ScreenWriter, T> read)
    {
        lock (_gate)
        {
            return TryCatchUp() ? (true, read(_writer!)) : (false, default);
        }
    }

    // Under the lock. False when something isn't in memory.
    private bool TryCatchUp()
    {
        if (_writer is null)
        {
            if (_answeredThrough > 0)
            {
                return false;
            }

            _writer = SessionScreens.Fresh(session, (session.Created.Cols, session.Created.Rows), _listener);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(2 * Batch.MaximumOutput);
        try
        {
            while (true)
            {
                var result = session.Tail.ReadOne(_writer.Position, EventLog.OutputType, buffer, out var item);
                if (result == TailResult.Missing && _writer.Position < session.Applied)
                {
                    return false;
                }

                if (result is TailResult.End or TailResult.Missing)
                {
                    Remind();
                    return true;
                }

                Apply(item.Seq, item.Time, item.Type, buffer.AsSpan(0, item.Length));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Apply(long seq, long at, int type, ReadOnlySpan<byte> payload)
    {
        var emulator = _writer!.Emulator;
        emulator.Colors.Defaults = Volatile.Read(ref _colors) ?? emulator.Colors.Defaults;
        _listener.Silent = seq <= _answeredThrough;
        try
        {
            _writer.Apply(seq, at, type, payload);
        }
        catch (Exception e)
        {
            // It must not take the runner with it, nor stay in the way of what comes: the log has the output, and what is attached shows it.
            LogNotDrawn(logger, e, session.Id, seq);
            StartAnew(seq, type == EventLog.OutputType ? payload.Length : 0);
        }

        if (_listener.Take() is { } news)
        {
            _outbox.Add(news);
        }

        if (_frameEnd is not null && !_writer.Emulator.Modes.SynchronizedOutput)
        {
            _frameEnd.SetResult();
            _frameEnd = null;
        }
    }

    private void StartAnew(long seq, int output)
    {
        var broken = _writer!;
        _writer = SessionScreens.Fresh(session, (broken.Emulator.Cols, broken.Emulator.Rows), _listener, broken.Emulator.Colors.Defaults);
        _writer.Emulator.Restore(SessionScreens.NumberOf(broken.Emulator.CommandNumber, broken.Emulator.InCommand));
        _writer.Position = _writer.Drawn = seq;
        _writer.Written = broken.Written + output;
    }

    // What changed just before a runner's death may be in the log's output, and in no fact.
    private void Remind()
    {
        if (_reminds)
        {
            _reminds = _listener.Silent = false;
            _listener.Remind(_writer!.Emulator.Title, _writer.Emulator.Folder);
            if (_listener.Take() is { } news)
            {
                _outbox.Add(news);
            }
        }
    }

    // Under the lock.
    private Task FrameEnd() => (_frameEnd ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private async Task CatchUpAsync()
    {
        do
        {
            // What is asked for from here on may be for what comes after this has looked.
            while (Interlocked.Exchange(ref _behind, false))
            {
                await TryCatchUpAsync();
            }

            Volatile.Write(ref _catchingUp, 0);
        }
        while (Volatile.Read(ref _behind) && Interlocked.CompareExchange(ref _catchingUp, 1, 0) == 0);
    }

    private async Task TryCatchUpAsync()
    {
        try
        {
            var start = time.GetTimestamp();
            await ReadAsync(writer => writer.Position, CancellationToken.None);
            _slow = time.GetElapsedTime(start) > LongestFollow;
        }
        catch (Exception e)
        {
            // The next output tries again; nothing but the screen depends on it.
            LogNotFollowed(logger, e, session.Id);
        }
    }

    /// <summary>What isn't in memory: the screen as it was kept, or the next part of the log.</summary>
    private async ValueTask ReadOnAsync(CancellationToken cancellation)
    {
        if (_writer is not { } writer)
        {
            await RestoreAsync(cancellation);
            return;
        }

        var after = writer.Position;
        var head = session.Applied;
        using var part = await LogPart.ReadAsync(session, after, cancellation);
        lock (_gate)
        {
            if (_writer == writer && writer.Position == after)
            {
                part.WriteTo((stored, payload) => Apply(stored.Seq, stored.Time, stored.Type, payload));
                writer.Position = part.IsEmpty ? head : writer.Position;
            }
        }
    }

    private async ValueTask RestoreAsync(CancellationToken cancellation)
    {
        var last = (await CommandHistory.ReadAsync(session, cancellation)).Last;
        var writer = await SessionScreens.NearAsync(session, session.Applied, _listener, Volatile.Read(ref _colors), cancellation);
        var running = last is { Open: true } && last.Started.At.Seq <= writer.Position ? last : null;
        var output = running is null
            ? 0
            : await OutputSize.BetweenAsync(session, running.Started.At.Seq - 1, writer.Position, long.MaxValue, cancellation) - running.Started.At.Offset;
        lock (_gate)
        {
            if (_writer is null)
            {
                _writer = writer;
                (_keptSeq, _keptWritten) = (writer.Drawn, writer.Written);
                _reminds = true;
                _listener.Recorded = last?.Ended?.At ?? last?.Started.At ?? new OutputPlace(0, 0);
                _listener.Resume(writer.Emulator.Folder, running?.Started.Number, running?.Time ?? 0, writer.Written - output);
            }
        }
    }

    private void KeepWhenDue()
    {
        var writer = Volatile.Read(ref _writer);
        if (writer is not null && IsDue(writer.Written - _keptWritten) && Interlocked.Exchange(ref _keeping, 1) == 0)
        {
            _ = Task.Run(async () =>
            {
                await TryKeepAsync();
                Volatile.Write(ref _keeping, 0);
            });
        }
    }

    private bool IsDue(long printed) =>
        printed >= ScreenCache.Distance || !session.Alive
        || (printed >= ScreenCache.Fresh && (_keptAt == 0 || time.GetElapsedTime(_keptAt) >= OftenestFresh));

    private async Task TryKeepAsync()
    {
        try
        {
            await KeepAsync();
        }
        catch (Exception e)
        {
            // Only a cache: without it the screen is made from the log again.
            LogNotKept(logger, e, session.Id);
        }
    }

    [LoggerMessage(EventId = 184, Level = LogLevel.Error, Message = "The output of session {Session} at {Seq} could not be drawn")]
    private static partial void LogNotDrawn(ILogger logger, Exception exception, string session, long seq);

    [LoggerMessage(EventId = 182, Level = LogLevel.Error, Message = "The screen of session {Session} could not follow its log")]
    private static partial void LogNotFollowed(ILogger logger, Exception exception, string session);

    [LoggerMessage(EventId = 183, Level = LogLevel.Warning, Message = "The screen of session {Session} was not kept")]
    private static partial void LogNotKept(ILogger logger, Exception exception, string session);
}
