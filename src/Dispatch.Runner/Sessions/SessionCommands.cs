using Dispatch.Protocol.Attach;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Sessions;

/// <summary>Gives a session's driver a command, over whichever door it came.</summary>
internal static class SessionCommands
{
    public static void Run(Session session, Command command, string principal, ProcessInput input, Action<CommandResult> answer) =>
        Try(command, answer, () => session.Driver.Run(command, principal, input, answer));

    /// <summary>A command is answered also when nothing of it can be written down.</summary>
    public static void Try(Command command, Action<CommandResult> answer, Action run)
    {
        try
        {
            run();
        }
        catch (LogFaultException e)
        {
            // Nothing was applied, and whoever sends it again is to hear the same.
            answer(new CommandResult(command.Id, false, "log.unwritable", e.Message));
        }
    }
}
