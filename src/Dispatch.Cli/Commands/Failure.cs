namespace Dispatch.Cli.Commands;

/// <summary>The command can't go on: its message, one line that names the thing, the cause and the next step, ends it.</summary>
internal class Failure(string message, int exitCode = ExitCodes.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static Failure Usage(string message) => new(message, ExitCodes.Usage);
}
