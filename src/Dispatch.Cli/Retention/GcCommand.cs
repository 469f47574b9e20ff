using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Retention;

internal static class GcCommand
{
    /// <summary>Of a thousand sessions with months of output on a slow disk.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static DispatchCommand Create()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Drop nothing; tell what would be dropped." };
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        return new DispatchCommand(
            "gc",
            "Drop the oldest output of sessions that is more, or older, than the limits in runner.json allow. That happens by itself every hour; here it happens now.",
            "dispatch gc --dry-run",
            "dispatch gc --json | jq '.items[].freed'")
        {
            dryRun, json, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            var data = parsed.DataFolder();
            using var connection = new ServerConnection(data, await RunningServer.RequireAsync(data, cancellation));
            var workspace = WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation));
            var path = $"{WorkspaceApi.Path(workspace)}/log/collection?dryRun={(parsed.GetValue(dryRun) ? "true" : "false")}";
            var report = await connection.SendAsync(HttpMethod.Post, path, null, Wire.Default.RetentionReport, cancellation, Patience);
            if (parsed.GetValue(json))
            {
                Streams.Out.WriteLine(JsonSerializer.Serialize(report, Wire.Default.RetentionReport));
            }
            else
            {
                Write(report);
            }

            return ExitCodes.Ok;
        });
    }

    private static void Write(RetentionReport report)
    {
        foreach (var item in report.Items)
        {
            Streams.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{SafeText.Line(item.Session)}  {SafeText.Line(item.Name)}: {ByteSize.Text(item.Output)} of output through position {item.Through}, {ByteSize.Text(item.Freed)} on the disk (limits.{item.Limit})"));
        }

        var kept = $"{ByteSize.Text(report.Kept)} of output {(report.DryRun ? "would be" : "are")} kept";
        Streams.Out.WriteLine(report.Items.Count == 0
            ? $"Nothing is too much or too old; {ByteSize.Text(report.Kept)} of output are kept."
            : $"{ByteSize.Text(report.Freed)} {(report.DryRun ? "would be freed" : "were freed")}; {kept}.");
    }
}
