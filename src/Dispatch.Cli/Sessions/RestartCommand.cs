using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;

namespace Dispatch.Cli.Sessions;

internal static class RestartCommand
{
    public static DispatchCommand Create()
    {
        var session = SessionArgument.Create();
        return new DispatchCommand("restart", "Run an ended session's command again, in the same session: its past stays.", "dispatch restart build")
        {
            session, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = await SessionArgument.ResolveAsync(connection, parsed, parsed.GetRequiredValue(session), cancellation);
            await SessionApi.RestartAsync(connection, found, cancellation);
        });
    }
}
