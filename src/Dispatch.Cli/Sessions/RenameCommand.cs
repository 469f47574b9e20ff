using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;

namespace Dispatch.Cli.Sessions;

internal static class RenameCommand
{
    public static DispatchCommand Create()
    {
        var session = SessionArgument.Create();
        var name = new Argument<string>("name") { Description = "Its new name, 1 to 100 characters." };
        return new DispatchCommand("rename", "Give a session another name.", "dispatch rename 7k2 build") { session, WorkspaceOption.Instance, name }
            .Runs(async (parsed, cancellation) =>
            {
                using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
                var found = await SessionArgument.ResolveAsync(connection, parsed, parsed.GetRequiredValue(session), cancellation);
                await SessionApi.RenameAsync(connection, found, parsed.GetRequiredValue(name), cancellation);
            });
    }
}
