namespace Dispatch.Runner.Native;

/// <summary>
/// A process by its descriptor (pidfd), which never comes to mean another one. Check what the process is (its lock, its executable) after opening and
/// before sending: only then was the id still its own.
/// </summary>
internal sealed class ProcessHandle : IDisposable
{
    private const int PidfdOpen = 434;
    private const int PidfdSendSignal = 424;
    private const short Readable = 1;

    private ProcessHandle(Descriptor descriptor) => Descriptor = descriptor;

    /// <summary>Readable once the process has ended.</summary>
    public Descriptor Descriptor { get; }

    /// <summary>Null when there is no such process.</summary>
    public static ProcessHandle? TryOpen(int pid)
    {
        var fd = (int)Libc.SystemCall(PidfdOpen, pid, 0, 0, 0);
        return fd >= 0 ? new ProcessHandle(new Descriptor(fd))
            : Errno.Last == Errno.NoProcess ? null
            : throw ErrnoException.Last($"open process {pid}");
    }

    /// <summary>False when the process has ended.</summary>
    public bool Send(int signal)
    {
        if (Libc.SystemCall(PidfdSendSignal, Descriptor.Number, signal, 0, 0) == 0)
        {
            return true;
        }

        return Errno.Last == Errno.NoProcess ? false : throw ErrnoException.Last($"send {Signals.Name(signal)}");
    }

    /// <summary>Blocks the calling thread until the process has ended, true, or for as long as given, false.</summary>
    public unsafe bool WaitForExit(TimeSpan atMost)
    {
        var poll = new Libc.PollDescriptor { Fd = Descriptor.Number, Events = Readable };
        var until = Environment.TickCount64 + (long)atMost.TotalMilliseconds;
        while (true)
        {
            var ready = Libc.Poll(&poll, 1, (int)Math.Clamp(until - Environment.TickCount64, 0, int.MaxValue));
            if (ready > 0)
            {
                return true;
            }

            if (ready == 0 || Errno.Last != Errno.Interrupted)
            {
                return false;
            }
        }
    }

    public void Dispose() => Descriptor.Dispose();
}
