using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Kinds;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Terminals;

/// <summary>A program in a terminal: what it prints is logged as it comes.</summary>
internal sealed class TerminalDriver : ISessionDriver
{
    public const string Kind = "terminal";

    public bool Pty => true;

    public IReadOnlyList<string> Command(SessionInfo session) => session.Command;

    public void Follow()
    {
    }

    public void Started(SessionInfo session, ProcessInput input)
    {
    }

    public void Ended()
    {
    }

    public void Output(int stream, long offset, ReadOnlySpan<byte> bytes, Intake intake)
    {
        intake.Output(bytes);
        intake.Consumed(stream, offset + bytes.Length);
    }

    public void Run(Command command, string principal, ProcessInput input, Action<CommandResult> answer) => answer(SessionKinds.Refuse(command));

    /// <summary>A shell ends when its terminal hangs up; SIGTERM it ignores.</summary>
    public void Stop(ProcessInput input) => input.Signal("SIGHUP");
}
