using System.CommandLine;
using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Launch;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Doctor;

internal static class DoctorCommand
{
    /// <summary>In the order in which one thing rests on another.</summary>
    private static readonly (string Name, Func<Examined, IEnumerable<Finding>> Look)[] Checks =
    [
        (ProgramsCheck.Name, ProgramsCheck.Look),
        (FolderCheck.Name, FolderCheck.Look),
        (SettingsCheck.Name, SettingsCheck.Look),
        (DatabasesCheck.Name, DatabasesCheck.Look),
        (RunningCheck.Name, RunningCheck.Look),
        (VersionsCheck.Name, VersionsCheck.Look),
        (PortCheck.Name, PortCheck.Look),
        (DiskCheck.Name, DiskCheck.Look),
        (ClockCheck.Name, ClockCheck.Look),
        (FilesCheck.Name, FilesCheck.Look),
        (WatchesCheck.Name, WatchesCheck.Look),
        (ProcessesCheck.Name, ProcessesCheck.Look),
        (MetricsCheck.Name, MetricsCheck.Look),
    ];

    public static DispatchCommand Create()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        var port = new Option<int?>("--port")
        {
            Description = "The port that the server is to listen on, looked at while none runs; " + LastPort.Else + ".",
            HelpName = "PORT",
        };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && int.TryParse(value, out var number) && number is < 0 or > 65535)
            {
                result.AddError($"--port {value} is not a port: 0 to 65535");
            }
        });
        return new DispatchCommand(
            "doctor",
            "Look for what keeps Dispatch from working or soon will, and say what to do. Changes nothing. Exits with 1 when something is a problem.",
            "dispatch doctor",
            "dispatch doctor --json | jq '.findings[] | select(.verdict != \"ok\")'")
        {
            json, port,
        }.Runs(async (parsed, cancellation) =>
        {
            var data = parsed.DataFolder();
            var examined = await Examined.LookAsync(data, parsed.GetValue(port) ?? LastPort.Of(data), TimeProvider.System, cancellation);
            var report = DoctorReport.Of(examined.Data.Root, [.. Checks.SelectMany(check => Look(check.Name, check.Look, examined))]);
            if (parsed.GetValue(json))
            {
                Streams.Out.WriteLine(JsonSerializer.Serialize(report, DoctorJson.Default.DoctorReport));
            }
            else
            {
                FindingList.Write(report);
            }

            return report.Problems == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        });
    }

    /// <summary>What can't even be looked at is a finding too, and keeps no other check from looking.</summary>
    private static IReadOnlyList<Finding> Look(string name, Func<Examined, IEnumerable<Finding>> look, Examined examined)
    {
        try
        {
            return [.. look(examined)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return [Finding.Problem(name, $"It can't be looked at: {e.Message}", "Run this as the account that Dispatch runs as, then look again")];
        }
    }
}
