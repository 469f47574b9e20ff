using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Spectre.Console;

namespace Dispatch.Cli.Agents;

/// <summary>The servers of the Model Context Protocol that a workspace's agents are given.</summary>
internal static class McpServersCommand
{
    private static readonly string[] Headings = ["NAME", "TYPE", "WHERE", "SECRETS", "FOR"];

    public static DispatchCommand Create()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        var command = new DispatchCommand(
            "mcp",
            "List the servers of the Model Context Protocol that a workspace's agents are given besides their own.",
            "dispatch agents mcp",
            "dispatch agents mcp add notes -- notes-server --all",
            "dispatch agents mcp add web --url https://mcp.example/mcp --header \"Authorization=Bearer KEY\"")
        {
            json, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var servers = (await connection.GetAsync(await PathAsync(connection, parsed, cancellation), Wire.Default.McpServerList, cancellation)).Items;
            if (parsed.GetValue(json))
            {
                JsonOutput.WriteList(servers, Wire.Default.McpServerInfo);
                return;
            }

            if (servers.Count == 0)
            {
                Streams.Error.WriteLine("Agents are given no server besides their own. Give them one with: dispatch agents mcp add NAME -- COMMAND");
                return;
            }

            string[][] rows = [.. servers.Select(server => new[]
            {
                SafeText.Line(server.Name), SafeText.Line(server.Type), SafeText.Line(server.Url ?? string.Join(' ', server.Command ?? [])),
                SafeText.Line(string.Join(", ", server.Secrets ?? [])), server.Everywhere == true ? "all" : "this workspace",
            })];
            TextTable.Write(width => TextTable.Build(Headings, rows, [2], width, (_, _) => Style.Plain));
        });
        command.Add(Add());
        command.Add(Remove());
        return command;
    }

    private static DispatchCommand Add()
    {
        var name = new Argument<string>("name") { Description = "What agents call it: small letters, digits and hyphens." };
        var url = new Option<string>("--url") { Description = "Where it is, instead of a command.", HelpName = "URL" };
        var sse = new Option<bool>("--sse") { Description = "It speaks by server-sent events, as older ones do; else by Streamable HTTP." };
        var header = Pairs.Option("--header", "A header that is sent to it; may be repeated.");
        var env = Pairs.Option("--env", "A variable of its environment; may be repeated.");
        var command = new Argument<string[]>("command") { Description = "The program that agents start, and its arguments, after --.", Arity = ArgumentArity.ZeroOrMore };
        command.Validators.Add(UsageError.RefuseUnknownOption);
        var add = new DispatchCommand(
            "add",
            "Give a workspace's agents a server, from their next conversation on. One of the same name is replaced.",
            "dispatch agents mcp add notes --env KEY=secret -- notes-server --all",
            "dispatch agents mcp add dispatch --url http://localhost:3030/mcp --header \"Authorization=Bearer $(dispatch mcp token agents --read-only)\"")
        {
            name, url, sse, header, env, WorkspaceOption.Instance, command,
        };
        add.Validators.Add(result =>
        {
            if ((result.GetValue(url) is null) == (result.GetValue(command) is not { Length: > 0 }))
            {
                result.AddError("A server has either a command, after --, or --url.");
            }
        });
        return add.Runs(async (parsed, cancellation) =>
        {
            var program = parsed.GetValue(command) ?? [];
            var server = new McpServer
            {
                Type = parsed.GetValue(sse) ? McpServer.Sse : null,
                Command = program.FirstOrDefault(),
                Args = program.Length > 1 ? program[1..] : null,
                Env = Pairs.Of(parsed, env),
                Url = parsed.GetValue(url),
                Headers = Pairs.Of(parsed, header),
            };
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var path = await PathAsync(connection, parsed, cancellation);
            await connection.PutAsync($"{path}/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}", server, Wire.Default.McpServer, cancellation);
        });
    }

    private static DispatchCommand Remove()
    {
        var name = new Argument<string>("name") { Description = "Which one." };
        name.Validators.Add(UsageError.RefuseUnknownOption);
        return new DispatchCommand("rm", "Give a workspace's agents a server no more.", "dispatch agents mcp rm notes")
        {
            name, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var path = await PathAsync(connection, parsed, cancellation);
            using var done = await connection.SendAsync(HttpMethod.Delete, $"{path}/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}", null, cancellation);
        });
    }

    private static async Task<string> PathAsync(ServerConnection connection, ParseResult parsed, CancellationToken cancellation) =>
        $"{WorkspaceApi.Path(WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation)))}/mcp-servers";
}
