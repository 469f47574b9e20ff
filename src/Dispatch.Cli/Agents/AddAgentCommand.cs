using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;

namespace Dispatch.Cli.Agents;

internal static class AddAgentCommand
{
    public static DispatchCommand Create()
    {
        var name = new Argument<string>("name") { Description = "What to call it on the command line: small letters, digits and hyphens." };
        var title = new Option<string>("--title") { Description = "What people see it called; its name when absent.", HelpName = "TITLE" };
        var env = Pairs.Option("--env", "A variable of its environment, NAME=VALUE; may be repeated.");
        var package = new Option<string>("--package") { Description = "The npm package that has its program: 'dispatch agents install' installs it.", HelpName = "PACKAGE" };
        var command = new Argument<string[]>("command") { Description = "The program and its arguments, after --. It speaks the Agent Client Protocol.", Arity = ArgumentArity.OneOrMore };
        command.Validators.Add(UsageError.RefuseUnknownOption);
        return new DispatchCommand(
            "add",
            "Register an agent of your own, for all workspaces. One of the same name is replaced.",
            "dispatch agents add mine -- my-agent --acp",
            "dispatch agents add local --title \"Local model\" --env MODEL=small -- my-agent --acp",
            "dispatch agents add other --package some-agent@1.2.3 -- some-agent acp")
        {
            name, title, env, package, WorkspaceOption.Instance, command,
        }.Runs(async (parsed, cancellation) =>
        {
            var request = new RegisterAgent
            {
                Command = parsed.GetRequiredValue(command),
                Title = parsed.GetValue(title),
                Env = Pairs.Of(parsed, env),
                Package = parsed.GetValue(package),
            };
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation));
            await connection.PutAsync(AgentApi.Path(workspace, parsed.GetRequiredValue(name)), request, Wire.Default.RegisterAgent, cancellation);
        });
    }
}
