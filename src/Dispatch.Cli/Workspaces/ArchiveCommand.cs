using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Workspaces;

internal static class ArchiveCommand
{
    public static DispatchCommand Create()
    {
        var workspace = WorkspaceOption.Argument();
        var undo = new Option<bool>("--undo") { Description = "Take it back." };
        return new DispatchCommand(
            "archive",
            "Put a workspace away: all of it is there, and not in the way.",
            "dispatch workspace archive shop",
            "dispatch workspace archive shop --undo")
        {
            workspace, undo,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = WorkspaceMatch.Find(await WorkspaceApi.ListAsync(connection, cancellation), parsed.GetRequiredValue(workspace));
            await WorkspaceApi.ChangeAsync(connection, found.Id, new ChangeWorkspace(Archived: !parsed.GetValue(undo)), cancellation);
        });
    }
}
