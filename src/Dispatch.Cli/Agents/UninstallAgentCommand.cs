using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;

namespace Dispatch.Cli.Agents;

internal static class UninstallAgentCommand
{
    public static DispatchCommand Create()
    {
        var name = AgentApi.Argument();
        return new DispatchCommand("uninstall", "Remove an agent from the data folder. One that is installed on the machine besides stays.", "dispatch agents uninstall claude")
        {
            name, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation));
            using var done = await connection.SendAsync(HttpMethod.Delete, AgentApi.Path(workspace, parsed.GetRequiredValue(name)) + "/installation", null, cancellation);
        });
    }
}
