using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;

namespace Dispatch.Cli.Mcp;

internal static class McpCommand
{
    public static DispatchCommand Create()
    {
        var readOnly = new Option<bool>("--read-only") { Description = "Offer only what changes nothing." };
        var command = new DispatchCommand(
            "mcp",
            "Let an agent of any make use sessions: speaks the Model Context Protocol on standard input and output, until its input ends.",
            "claude mcp add dispatch -- dispatch mcp",
            "dispatch mcp --workspace shop --read-only",
            "dispatch mcp token laptop      # for agents that connect over HTTP")
        {
            readOnly, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = await WorkspaceOption.FindAsync(connection, parsed, cancellation);
            var named = parsed.GetValue(WorkspaceOption.Instance) is not null || workspace is not null ? "/" + WorkspaceOption.Id(workspace) : "";
            await McpBridge.RunAsync(connection, $"/mcp{named}{(parsed.GetValue(readOnly) ? "?read-only" : "")}", cancellation);
        });
        command.Add(TokenCommand.Create());
        command.Add(TokensCommand.Create());
        command.Add(RevokeCommand.Create());
        return command;
    }
}
