using System.CommandLine;
using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Protocol;
using Dispatch.Protocol.Server;

namespace Dispatch.Cli.Launch;

internal static class StatusCommand
{
    public static DispatchCommand Create()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        return new DispatchCommand(
            "status",
            "What runs, since when, and where. Exits with 1 when something is missing or doesn't work.",
            "dispatch status",
            "dispatch status --json | jq .runner.pid")
        {
            json,
        }.Runs(async (parsed, cancellation) =>
        {
            var report = await LookAsync(parsed.DataFolder(), cancellation);
            if (parsed.GetValue(json))
            {
                Streams.Out.WriteLine(JsonSerializer.Serialize(report, StatusJson.Default.StatusReport));
            }
            else
            {
                Show(report);
            }

            return report.Works ? ExitCodes.Ok : ExitCodes.Failed;
        });
    }

    private static async Task<StatusReport> LookAsync(DataFolder data, CancellationToken cancellation)
    {
        var (status, problem) = await AskAsync(data, cancellation);
        var runner = status?.Runner;
        return new StatusReport(
            status?.Url,
            data.Root,
            Report(Part.Server(data), status?.Version),
            Report(Part.Runner(data), runner?.Version),
            Report(Part.Keeper(data), runner?.Keeper?.Version.ToString()),
            runner is null ? null : new SessionCounts(runner.Sessions, runner.Running),
            runner?.Clients)
        {
            Troubles = runner?.Troubles,
            Problem = problem ?? (runner?.Keeper is null ? status!.RunnerLink.Reason ?? $"The runner is {status.RunnerLink.State}. Bring it back with: dispatch start" : null),
        };
    }

    private static async Task<(ServerStatus? Status, string? Problem)> AskAsync(DataFolder data, CancellationToken cancellation)
    {
        try
        {
            using var connection = new ServerConnection(data, await RunningServer.RequireAsync(data, cancellation));
            return (await connection.GetAsync("/api/status", Wire.Default.ServerStatus, cancellation), null);
        }
        catch (Failure failure)
        {
            return (null, failure.Message);
        }
    }

    private static PartReport? Report(Part part, string? version) =>
        part.Pid is { } pid ? new PartReport(pid, version, Part.Uptime(pid)) : null;

    private static void Show(StatusReport report)
    {
        if (report.Url is { } url)
        {
            Streams.Out.WriteLine($"Dispatch runs at {url}");
        }

        Show("server", report.Server);
        Show("runner", report.Runner);
        Show("keeper", report.Keeper);
        if (report.Sessions is { } sessions)
        {
            Streams.Out.WriteLine($"  sessions  {sessions.Running} running, {sessions.Total} in all; {report.Clients} attached");
        }

        Streams.Out.WriteLine($"  data      {SafeText.Line(report.Data)}");
        foreach (var trouble in report.Troubles ?? [])
        {
            Streams.Out.WriteLine($"  {(trouble.Warning is true ? "warning" : "problem")}   {SafeText.Line(trouble.Detail)} ({SafeText.Line(trouble.Code)})");
        }

        if (report.Problem is { } problem)
        {
            Streams.Error.WriteLine($"dispatch: {SafeText.Line(problem)}");
        }
    }

    private static void Show(string name, PartReport? part) => Streams.Out.WriteLine(part is null
        ? $"  {name}    not running"
        : $"  {name}    process {part.Pid}, up {RelativeTime.Span(TimeSpan.FromSeconds(part.UptimeSeconds ?? 0))}{(part.Version is null ? "" : $", version {part.Version}")}");
}
