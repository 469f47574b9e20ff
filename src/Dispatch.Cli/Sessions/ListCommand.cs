using System.CommandLine;
using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Sessions;

internal static class ListCommand
{
    public static DispatchCommand Create()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        return new DispatchCommand(
            "ls",
            "List the sessions.",
            "dispatch ls",
            "dispatch ls --json | jq -r '.[] | select(.state == \"running\") | .id'")
        {
            json,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var sessions = await SessionApi.ListAsync(connection, cancellation);
            if (parsed.GetValue(json))
            {
                WriteJson(sessions);
            }
            else if (sessions.Count == 0)
            {
                Streams.Error.WriteLine("There is no session yet. Start one with: dispatch new");
            }
            else
            {
                SessionTable.Write(sessions, TimeProvider.System.GetUtcNow());
            }
        });
    }

    private static void WriteJson(IReadOnlyList<SessionInfo> sessions)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartArray();
            foreach (var session in sessions)
            {
                JsonSerializer.Serialize(writer, session, Wire.Default.SessionInfo);
            }

            writer.WriteEndArray();
        }

        buffer.WriteByte((byte)'\n');
        Descriptors.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), CancellationToken.None);
    }
}
