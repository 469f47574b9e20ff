using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol;
using Spectre.Console;

namespace Dispatch.Cli.Agents;

internal static class AgentsCommand
{
    public static DispatchCommand Create()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        var command = new DispatchCommand(
            "agents",
            "List the agents that can be started, and what each needs.",
            "dispatch agents",
            "dispatch agents install claude",
            "dispatch agents rules",
            "dispatch agents --json | jq -r '.[] | select(.installed) | .id'")
        {
            json, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = await WorkspaceOption.FindAsync(connection, parsed, cancellation);
            var agents = await AgentApi.ListAsync(connection, WorkspaceOption.Id(workspace), cancellation);
            if (parsed.GetValue(json))
            {
                JsonOutput.WriteList(agents, Wire.Default.AgentInfo);
                return;
            }

            string[][] rows = [.. agents.Select(agent => new[]
            {
                agent.Id, SafeText.Line(agent.Title), agent.Installed ? "installed" : "not installed", SafeText.Line((agent.Installed ? agent.SignIn : agent.Package is null ? agent.Install : $"dispatch agents install {agent.Id}") ?? ""),
            })];
            TextTable.Write(width => TextTable.Build(
                ["AGENT", "NAME", "STATE", "NEEDS"], rows, [3], width,
                (row, column) => column == 2 && agents[row].Installed ? new Style(Color.Green) : Style.Plain));
        });
        command.Add(AddAgentCommand.Create());
        command.Add(RemoveAgentCommand.Create());
        command.Add(InstallAgentCommand.Create());
        command.Add(UninstallAgentCommand.Create());
        command.Add(McpServersCommand.Create());
        command.Add(RulesCommand.Create());
        command.Add(SearchCommand.Create());
        command.Add(ForkCommand.Create());
        command.Add(WhyCommand.Create());
        return command;
    }
}
