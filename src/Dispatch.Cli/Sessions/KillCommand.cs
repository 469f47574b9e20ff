using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;

namespace Dispatch.Cli.Sessions;

internal static class KillCommand
{
    public static DispatchCommand Create()
    {
        var session = SessionArgument.Create();
        var signal = new Option<string>("--signal")
        {
            Description = "SIGHUP, followed by SIGKILL when it doesn't end, unless you name another.",
            HelpName = "SIGNAL",
        };
        signal.AcceptOnlyFromAmong("SIGHUP", "SIGTERM", "SIGINT", "SIGKILL");
        return new DispatchCommand(
            "kill", "End a session's process. What it printed stays.", "dispatch kill build", "dispatch kill build --signal SIGINT")
        {
            session, WorkspaceOption.Instance, signal,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = await SessionArgument.ResolveAsync(connection, parsed, parsed.GetRequiredValue(session), cancellation);
            await SessionApi.EndAsync(connection, found, parsed.GetValue(signal), cancellation);
        });
    }
}
