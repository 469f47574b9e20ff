using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Sessions;

internal static class CommandsCommand
{
    public static DispatchCommand Create()
    {
        var session = SessionArgument.Create();
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        var output = new Option<int?>("--output") { Description = "Print what this command printed, as text, instead of the list.", HelpName = "N" };
        json.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetResult(output) is not null)
            {
                result.AddError("--output and --json don't go together");
            }
        });
        return new DispatchCommand(
            "commands",
            "List the commands that a session's shell ran: each with its folder, exit code, start, duration and size of output.",
            "dispatch commands build",
            "dispatch commands build --output 3",
            "dispatch commands build --json | jq '.[] | select(.exitCode != 0) | .command'")
        {
            session, WorkspaceOption.Instance, json, output,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = await SessionArgument.ResolveAsync(connection, parsed, parsed.GetRequiredValue(session), cancellation);
            if (parsed.GetValue(output) is { } number)
            {
                await PrintOutputAsync(connection, found, number, cancellation);
                return;
            }

            var commands = await SessionApi.CommandsAsync(connection, found, cancellation);
            if (parsed.GetValue(json))
            {
                JsonOutput.WriteList(commands, Wire.Default.SessionCommand);
            }
            else if (commands.Count == 0)
            {
                Streams.Error.WriteLine($"The shell of {SafeText.Line(found.Name)} told of no command. bash, zsh and fish do, unless started with --no-shell-integration");
            }
            else
            {
                CommandTable.Write(commands, TimeProvider.System);
            }
        });
    }

    private static async Task PrintOutputAsync(ServerConnection connection, SessionInfo session, int number, CancellationToken cancellation)
    {
        using var answer = await connection.SendAsync(HttpMethod.Get, $"{SessionApi.Path(session)}/commands/{number}/output?format=text", null, cancellation);
        Descriptors.Write(await answer.Content.ReadAsByteArrayAsync(cancellation), cancellation);
    }
}
