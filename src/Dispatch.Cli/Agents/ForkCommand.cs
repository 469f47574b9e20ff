using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Sessions;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Agents;

/// <summary>Begins a session with another's conversation.</summary>
internal static class ForkCommand
{
    public static DispatchCommand Create()
    {
        var session = SessionArgument.Create();
        var turn = new Option<int?>("--turn") { Description = "The last prompt that is taken over, with its answer; else all.", HelpName = "NUMBER" };
        var name = new Option<string>("--name") { Description = "The new session's name.", HelpName = "NAME" };
        return new DispatchCommand(
            "fork",
            "Begin another session of the same agent with its conversation so far, and print its id.",
            "dispatch agents fork helper",
            "dispatch agents fork helper --turn 3")
        {
            session, turn, name, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = await SessionArgument.ResolveAsync(connection, parsed, parsed.GetRequiredValue(session), cancellation);
            var made = await SessionApi.CreateAsync(connection, found.Workspace, new CreateSession
            {
                RequestId = Guid.NewGuid().ToString("N"),
                Kind = "agent",
                Name = parsed.GetValue(name),
                Fork = new ForkOf(found.Id, parsed.GetValue(turn)),
            }, cancellation);
            Streams.Out.WriteLine(made.Id);
        });
    }
}
