using System.CommandLine;
using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Launch;
using Dispatch.Cli.Native;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Databases;

internal static class VerifyCommand
{
    /// <summary>A log of many gigabytes on a slow disk.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public static DispatchCommand Create()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        var database = ServerOptions.DatabaseOption();
        return new DispatchCommand(
            "verify",
            "Read the server's database and every session's whole log, and tell what is wrong in them. Changes nothing. Exits with 1 when something is wrong.",
            "dispatch db verify",
            "dispatch db verify --json | jq '.items[].faults'")
        {
            json, database,
        }.Runs(async (parsed, cancellation) =>
        {
            var data = parsed.DataFolder();
            var verified = new DatabasesVerified(
                await ServerDatabase.InspectAsync(data, parsed.GetValue(database), whole: true, cancellation), await ReadAsync(data, cancellation));
            if (parsed.GetValue(json))
            {
                Streams.Out.WriteLine(JsonSerializer.Serialize(verified, DatabasesJson.Default.DatabasesVerified));
            }
            else
            {
                Write(data, verified);
            }

            return verified.Server?.Faults is [_, ..] || verified.Items.Any(report => report.Faults.Count > 0) ? ExitCodes.Failed : ExitCodes.Ok;
        });
    }

    private static void Write(DataFolder data, DatabasesVerified verified)
    {
        VerifyList.Write(data, verified.Items);
        if (verified.Server is null)
        {
            Streams.Out.WriteLine(DatabaseLines.Unnamed);
        }
        else if (verified.Server.Schema > 0 || verified.Server.Faults.Count > 0)
        {
            DatabaseLines.Write(verified.Server, verified.Server.Faults is [] ? $"whole, {DatabaseLines.Schema(verified.Server)}" : $"{verified.Server.Faults.Count} {(verified.Server.Faults.Count == 1 ? "fault" : "faults")}");
        }
    }

    /// <summary>By the runner, which can also compare with what it holds; else by its program.</summary>
    private static async Task<IReadOnlyList<LogReport>> ReadAsync(DataFolder data, CancellationToken cancellation)
    {
        if (LockFile.Holder(data.ServerLock) is not null && LockFile.Holder(data.RunnerLock) is not null)
        {
            using var connection = new ServerConnection(data, await RunningServer.RequireAsync(data, cancellation));
            var workspaces = await connection.GetAsync("/api/workspaces", Wire.Default.WorkspaceList, cancellation);
            var reports = new List<LogReport>();
            foreach (var workspace in workspaces.Items)
            {
                reports.Add(await connection.SendAsync(
                    HttpMethod.Get, $"/api/workspaces/{workspace.Id}/log/verification", null, Wire.Default.LogReport, cancellation, Patience));
            }

            return reports;
        }

        return await VerifyProcess.RunAsync(data, quick: false, cancellation);
    }
}
