using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Sessions;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Spectre.Console;

namespace Dispatch.Cli.Workspaces;

internal static class ListWorkspacesCommand
{
    private static readonly string[] Headings = ["ID", "NAME", "STATE", "FOLDER"];

    /// <summary>What gives way when the terminal is narrow; an id is never cut.</summary>
    private static readonly int[] Flexible = [1, 3];

    public static DispatchCommand Create()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        return new DispatchCommand(
            "ls",
            "List the workspaces.",
            "dispatch workspace ls",
            "dispatch workspace ls --json | jq -r '.[] | select(.archived != true) | .folder'")
        {
            json,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspaces = await WorkspaceApi.ListAsync(connection, cancellation);
            if (parsed.GetValue(json))
            {
                JsonOutput.WriteList(workspaces, Wire.Default.WorkspaceInfo);
                return;
            }

            TextTable.Write(width => TextTable.Build(Headings, [.. workspaces.Select(Cells)], Flexible, width, (row, column) => StyleOf(workspaces[row], column)));
        });
    }

    private static string[] Cells(WorkspaceInfo workspace) =>
    [
        SafeText.Line(workspace.Id),
        SafeText.Line(workspace.Name),
        workspace.Broken is not null ? "broken" : workspace.Archived is true ? "archived" : "open",
        SafeText.Line(workspace.Broken ?? ShortFolder.Of(workspace.Folder)),
    ];

    private static Style StyleOf(WorkspaceInfo workspace, int column) => column switch
    {
        1 => new Style(decoration: Decoration.Bold),
        2 => new Style(workspace.Broken is not null ? Color.Red : workspace.Archived is true ? Color.Grey : Color.Green),
        _ => Style.Plain,
    };
}
