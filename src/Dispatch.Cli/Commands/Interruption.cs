using System.Runtime.InteropServices;

namespace Dispatch.Cli.Commands;

/// <summary>Ctrl-C, SIGTERM and SIGHUP end a command at its next await, so that what it changed (the terminal) is put back.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public Interruption()
    {
        Register(PosixSignal.SIGINT, ExitCodes.Interrupted);
        Register(PosixSignal.SIGTERM, ExitCodes.Terminated);
        Register(PosixSignal.SIGHUP, ExitCodes.Signal + 1);
    }

    public CancellationToken Token => _source.Token;

    public int ExitCode { get; private set; } = ExitCodes.Interrupted;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _source.Dispose();
    }

    private void Register(PosixSignal signal, int exitCode) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        // A second one ends a command that doesn't come to an await.
        context.Cancel = !_source.IsCancellationRequested;
        ExitCode = exitCode;
        _source.Cancel();
    }));
}
