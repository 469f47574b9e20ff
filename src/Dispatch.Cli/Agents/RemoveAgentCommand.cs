using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;

namespace Dispatch.Cli.Agents;

internal static class RemoveAgentCommand
{
    public static DispatchCommand Create()
    {
        var name = AgentApi.Argument();
        return new DispatchCommand("remove", "Forget an agent of your own. What is installed of it stays: 'dispatch agents uninstall' removes that.", "dispatch agents remove mine")
        {
            name, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation));
            using var done = await connection.SendAsync(HttpMethod.Delete, AgentApi.Path(workspace, parsed.GetRequiredValue(name)), null, cancellation);
        });
    }
}
