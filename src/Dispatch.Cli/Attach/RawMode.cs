using System.Runtime.InteropServices;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Attach;

/// <summary>The terminal hands over every key as it is. Put back however the command ends, short of SIGKILL.</summary>
internal sealed class RawMode : IDisposable
{
    private readonly byte[] _before;
    private readonly byte[] _raw;
    private int _restored;

    private RawMode(byte[] before, byte[] raw)
    {
        (_before, _raw) = (before, raw);
        AppDomain.CurrentDomain.ProcessExit += OnEnd;
        AppDomain.CurrentDomain.UnhandledException += OnEnd;
    }

    public static RawMode Enter()
    {
        var before = new byte[LibC.TermiosSize];
        if (LibC.tcgetattr(LibC.StandardInput, before) != 0)
        {
            throw new Failure($"The terminal can't be read ({Marshal.GetLastPInvokeErrorMessage()})");
        }

        var raw = before.ToArray();
        LibC.cfmakeraw(raw);
        var mode = new RawMode(before, raw);
        if (LibC.tcsetattr(LibC.StandardInput, LibC.Drain, raw) != 0)
        {
            throw new Failure($"The terminal can't be set ({Marshal.GetLastPInvokeErrorMessage()})");
        }

        return mode;
    }

    /// <summary>As it was before, until <see cref="Again"/>.</summary>
    public void Leave() => Restore();

    public void Again()
    {
        if (Interlocked.Exchange(ref _restored, 0) == 1)
        {
            _ = LibC.tcsetattr(LibC.StandardInput, LibC.Drain, _raw);
        }
    }

    public void Dispose()
    {
        Restore();
        AppDomain.CurrentDomain.ProcessExit -= OnEnd;
        AppDomain.CurrentDomain.UnhandledException -= OnEnd;
    }

    private void OnEnd(object? sender, EventArgs e) => Restore();

    private void Restore()
    {
        // What was typed or reported (a mouse) for the session isn't for the shell that follows.
        if (Interlocked.Exchange(ref _restored, 1) == 0)
        {
            _ = LibC.tcsetattr(LibC.StandardInput, LibC.Flush, _before);
        }
    }
}
