using System.Runtime.InteropServices;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Attach;

/// <summary>
/// Job control from outside (<c>kill -TSTP</c>; the key goes to the session): the shell that waits gets its terminal as it was, and the
/// session comes back on the screen with SIGCONT, also after a SIGSTOP that nobody heard of.
/// </summary>
internal sealed class Suspension : IDisposable
{
    private readonly PosixSignalRegistration _stop;
    private readonly PosixSignalRegistration _continue;

    public Suspension(ScreenView view, RawMode raw)
    {
        _stop = PosixSignalRegistration.Create(PosixSignal.SIGTSTP, context =>
        {
            context.Cancel = true;
            view.Suspend();
            raw.Leave();
            _ = LibC.kill(Environment.ProcessId, LibC.SigStop);
        });
        _continue = PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ =>
        {
            view.Suspend();
            raw.Again();
            view.Resume();
        });
    }

    public void Dispose()
    {
        _stop.Dispose();
        _continue.Dispose();
    }
}
