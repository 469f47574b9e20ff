using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Output;
using Dispatch.Cli.Sessions;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;

namespace Dispatch.Cli.Agents;

internal static class InstallAgentCommand
{
    public static DispatchCommand Create()
    {
        var name = AgentApi.Argument();
        return new DispatchCommand(
            "install",
            "Install an agent into the data folder with npm, and show how it goes. It is done by a session: interrupted here, it goes on there.",
            "dispatch agents install claude")
        {
            name, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation));
            var path = AgentApi.Path(workspace, parsed.GetRequiredValue(name)) + "/installation";
            var session = await connection.SendAsync(HttpMethod.Post, path, null, Wire.Default.SessionInfo, cancellation);
            Streams.Error.WriteLine($"dispatch: session {session.Id} installs it; watch it with: dispatch attach {session.Id}");
            var end = SessionEnd.Of(session) ?? await new SessionStream(
                connection, session.Id, SessionApi.Path(session), new AttachRequest { ReadOnly = true }, new OutputView(follow: true, asked: false)).RunAsync(cancellation);
            if (end!.Code != ExitCodes.Ok)
            {
                throw new Failure($"The agent was not installed ({end.Describe()}). See why above, or with: dispatch screen {session.Id}");
            }
        });
    }
}
