using Dispatch.Runner.Native;

namespace Dispatch.Runner.Keeper;

/// <summary>
/// A process from its start until it is collected. It isn't reaped before, so its id, and the session and group of the same number, can't come to
/// mean another one. After its exit and the output it left, nothing more is read; a terminal is closed when collected, which hangs up whoever still has it.
/// </summary>
internal sealed class HeldProcess : IDisposable
{
    private readonly Poller _poller;
    private readonly Action<HeldProcess> _news;
    private readonly ProcessHandle _handle;
    private readonly PseudoTerminal? _terminal;

    // Kept, as a method named in a call is a new object each time.
    private readonly Action<Readiness> _onOutput;
    private readonly Action<Readiness> _onInput;

    /// <param name="news">Called whenever there may be something to tell the runner.</param>
    public HeldProcess(
        Guid key, int pid, PseudoTerminal? terminal, Descriptor input, Descriptor[] outputs, Poller poller, Action<HeldProcess> news)
    {
        (Key, Pid, _terminal, _poller, _news) = (key, pid, terminal, poller, news);
        (_onOutput, _onInput) = (OnOutput, terminal is null ? OnInput : OnTerminal);
        Input = new KeptInput(input);
        Outlets = [.. outputs.Select(output => new Outlet(output))];
        _handle = ProcessHandle.TryOpen(pid) ?? throw new ErrnoException($"open process {pid}", Errno.NoProcess);
        _poller.Set(_handle.Descriptor, Readiness.Readable, OnExit);
        Watch();
    }

    public Guid Key { get; }

    public int Pid { get; }

    public bool Pty => _terminal is not null;

    public KeptInput Input { get; }

    public Outlet[] Outlets { get; }

    /// <summary>How it ended; its last output may still be coming.</summary>
    public ExitStatus? Exit { get; private set; }

    /// <summary>Ended, and all its output read.</summary>
    public bool Finished => Exit is not null && Array.TrueForAll(Outlets, outlet => outlet.Ended);

    /// <summary>What the connected runner knows of it.</summary>
    public Subscription Told { get; } = new();

    public void Write(uint id, ReadOnlySpan<byte> bytes, RunnerConnection runner)
    {
        if (!Input.Offer(id, bytes))
        {
            runner.Answer(FrameType.InputRefused).Put(Key).Put(id).End();
        }

        Watch();
    }

    public void CloseInput()
    {
        if (!Pty)
        {
            Input.CloseWhenWritten();
            Watch();
        }
    }

    /// <summary>Tells the connected runner everything from these offsets on.</summary>
    public void Subscribe(ReadOnlySpan<long> offsets)
    {
        for (var i = 0; i < Outlets.Length; i++)
        {
            Outlets[i].Sent = Math.Clamp(offsets[i], Outlets[i].Kept.Acknowledged, Outlets[i].Kept.End);
        }

        Told.Begin();
        _news(this);
    }

    public void Resize(int cols, int rows)
    {
        if (_terminal is not null)
        {
            PseudoTerminal.Resize(_terminal.Master, cols, rows);
        }
    }

    public void Signal(int signal, bool foreground)
    {
        var group = foreground && _terminal is not null ? PseudoTerminal.ForegroundGroup(_terminal.Master) : 0;
        _ = Libc.Kill(-(group > 0 ? group : Pid), signal);
    }

    public void Acknowledge(int stream, long offset)
    {
        Outlets[stream].Acknowledge(offset);
        Watch();
    }

    /// <summary>Forgets an ended process.</summary>
    public void Dispose()
    {
        ChildStatus.Reap(_handle.Descriptor);
        Input.Close();
        Unwatch(Input.Descriptor);
        foreach (var outlet in Outlets)
        {
            outlet.Kept.Release();
            Unwatch(outlet.Source);
        }

        _terminal?.Dispose();
        _handle.Dispose();
    }

    private void OnExit(Readiness ready)
    {
        if (ChildStatus.Peek(_handle.Descriptor) is not var (bySignal, value))
        {
            return;
        }

        Exit = bySignal ? new ExitStatus(null, value) : new ExitStatus(value, null);
        _poller.Forget(_handle.Descriptor);
        Input.Close();
        _terminal?.Slave.Dispose();
        foreach (var outlet in Outlets)
        {
            outlet.Exited();
        }

        Watch();
    }

    private void OnOutput(Readiness ready)
    {
        foreach (var outlet in Outlets)
        {
            outlet.Read();
        }

        Watch();
    }

    private void OnInput(Readiness ready)
    {
        Input.Continue();
        Watch();
    }

    private void OnTerminal(Readiness ready)
    {
        if ((ready & Readiness.Writable) != 0)
        {
            Input.Continue();
        }

        OnOutput(ready);
    }

    // Every change ends here: the kernel is asked for what is wanted next, and the runner hears what is new.
    private void Watch()
    {
        var writable = Input.Waiting ? Readiness.Writable : Readiness.None;
        if (Pty)
        {
            _poller.Set(Input.Descriptor, writable | (Outlets[0].Wanted ? Readiness.Readable : Readiness.None), _onInput);
        }
        else
        {
            WatchPipes(writable);
        }

        _news(this);
    }

    private void WatchPipes(Readiness writable)
    {
        foreach (var outlet in Outlets)
        {
            _poller.Set(outlet.Source, outlet.Wanted ? Readiness.Readable : Readiness.None, _onOutput);
        }

        if (!Input.Closed)
        {
            _poller.Set(Input.Descriptor, writable, _onInput);
        }
        else if (!Input.Descriptor.IsClosed)
        {
            Unwatch(Input.Descriptor);
        }
    }

    private void Unwatch(Descriptor descriptor)
    {
        if (!descriptor.IsClosed)
        {
            _poller.Forget(descriptor);
            descriptor.Dispose();
        }
    }
}
