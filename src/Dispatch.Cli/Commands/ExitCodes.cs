namespace Dispatch.Cli.Commands;

internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;

    /// <summary>A shell's way to say that a signal ended a program: 128 and the signal's number.</summary>
    public const int Signal = 128;
    public const int Interrupted = Signal + 2;
    public const int Terminated = Signal + 15;
}
