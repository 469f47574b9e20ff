using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol;

namespace Dispatch.Cli.Sessions;

internal static class ListCommand
{
    public static DispatchCommand Create()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        return new DispatchCommand(
            "ls",
            "List the sessions.",
            "dispatch ls",
            "dispatch ls --workspace shop",
            "dispatch ls --json | jq -r '.[] | select(.state == \"running\") | .id'")
        {
            json, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = await WorkspaceOption.FindAsync(connection, parsed, cancellation);
            var sessions = await SessionApi.ListAsync(connection, WorkspaceOption.Id(workspace), cancellation);
            if (parsed.GetValue(json))
            {
                JsonOutput.WriteList(sessions, Wire.Default.SessionInfo);
            }
            else if (sessions.Count == 0)
            {
                Streams.Error.WriteLine(workspace is null
                    ? "There is no session yet. Start one with: dispatch new"
                    : $"There is no session in the workspace '{SafeText.Line(workspace.Name)}' yet. Start one with: dispatch new --workspace {workspace.Id}");
            }
            else
            {
                SessionTable.Write(sessions, TimeProvider.System.GetUtcNow());
            }
        });
    }
}
