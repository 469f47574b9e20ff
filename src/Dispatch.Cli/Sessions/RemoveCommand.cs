using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;

namespace Dispatch.Cli.Sessions;

internal static class RemoveCommand
{
    public static DispatchCommand Create()
    {
        var session = SessionArgument.Create();
        return new DispatchCommand("rm", "Remove an ended session and its past, for good.", "dispatch rm build")
        {
            session, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = await SessionArgument.ResolveAsync(connection, parsed, parsed.GetRequiredValue(session), cancellation);
            await SessionApi.RemoveAsync(connection, found, cancellation);
        });
    }
}
