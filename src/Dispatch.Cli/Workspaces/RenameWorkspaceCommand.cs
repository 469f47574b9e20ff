using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Workspaces;

internal static class RenameWorkspaceCommand
{
    public static DispatchCommand Create()
    {
        var workspace = WorkspaceOption.Argument();
        var name = new Argument<string>("name") { Description = "Its new name, 1 to 100 characters." };
        return new DispatchCommand(
            "rename", "Give a workspace another name. Its id and its folder stay.", "dispatch workspace rename shop 'Web shop'") { workspace, name }
            .Runs(async (parsed, cancellation) =>
            {
                using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
                var found = WorkspaceMatch.Find(await WorkspaceApi.ListAsync(connection, cancellation), parsed.GetRequiredValue(workspace));
                await WorkspaceApi.ChangeAsync(connection, found.Id, new ChangeWorkspace(parsed.GetRequiredValue(name)), cancellation);
            });
    }
}
