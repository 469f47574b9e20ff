using System.CommandLine;
using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Launch;
using Dispatch.Cli.Native;
using Dispatch.Protocol.Databases;

namespace Dispatch.Cli.Databases;

internal static class VersionsCommand
{
    public static DispatchCommand Create()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        var database = ServerOptions.DatabaseOption();
        return new DispatchCommand(
            "status",
            "Which version each database has, what is pending, checksums and sizes. Changes nothing. Exits with 1 when one can't be used.",
            "dispatch db status",
            "dispatch db status --json | jq .server.schema")
        {
            json, database,
        }.Runs(async (parsed, cancellation) =>
        {
            var data = parsed.DataFolder();
            var status = new DatabasesStatus(
                await ServerDatabase.InspectAsync(data, parsed.GetValue(database), whole: false, cancellation),
                await DataProgram.LogStatusAsync(data, cancellation));
            if (parsed.GetValue(json))
            {
                Streams.Out.WriteLine(JsonSerializer.Serialize(status, DatabasesJson.Default.DatabasesStatus));
            }
            else
            {
                Write(status);
            }

            return status.Server?.Faults is [_, ..] || status.Logs.Any(log => log.Problem is not null) ? ExitCodes.Failed : ExitCodes.Ok;
        });
    }

    private static void Write(DatabasesStatus status)
    {
        if (status.Server is { } server)
        {
            DatabaseLines.Write(server, DatabaseLines.Schema(server));
            DatabaseLines.WriteScripts(server);
        }
        else
        {
            Streams.Out.WriteLine(DatabaseLines.Unnamed);
        }

        foreach (var log in status.Logs)
        {
            Streams.Out.WriteLine($"{SafeText.Line(log.Log)}: {Format(log)}");
        }
    }

    private static string Format(LogStatus log) => log.Problem is { } problem
        ? SafeText.Line(problem)
        : $"format {log.Format} of {log.Known}, nothing pending, {DatabaseLines.Size(log.Bytes)}";
}
