using System.CommandLine;
using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
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
            session, json, output,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = await SessionArgument.ResolveAsync(connection, parsed.GetRequiredValue(session), cancellation);
            if (parsed.GetValue(output) is { } number)
            {
                await PrintOutputAsync(connection, found.Id, number, cancellation);
                return;
            }

            var commands = await SessionApi.CommandsAsync(connection, found.Id, cancellation);
            if (parsed.GetValue(json))
            {
                WriteJson(commands);
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

    private static async Task PrintOutputAsync(ServerConnection connection, string id, int number, CancellationToken cancellation)
    {
        using var answer = await connection.SendAsync(HttpMethod.Get, $"{SessionApi.Path(id)}/commands/{number}/output?format=text", null, cancellation);
        Descriptors.Write(await answer.Content.ReadAsByteArrayAsync(cancellation), cancellation);
    }

    private static void WriteJson(IReadOnlyList<SessionCommand> commands)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartArray();
            foreach (var command in commands)
            {
                JsonSerializer.Serialize(writer, command, Wire.Default.SessionCommand);
            }

            writer.WriteEndArray();
        }

        buffer.WriteByte((byte)'\n');
        Descriptors.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), CancellationToken.None);
    }
}
