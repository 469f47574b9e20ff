using Dispatch.Cli.Commands;
using Dispatch.Cli.Native;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Databases;

/// <summary>Reports for a person: a line for each log, and three for each fault.</summary>
internal static class VerifyList
{
    public static void Write(DataFolder data, IReadOnlyList<LogReport> reports)
    {
        if (reports.Count == 0)
        {
            Streams.Out.WriteLine($"There is no log in {SafeText.Line(data.Root)} yet.");
        }

        foreach (var report in reports)
        {
            Streams.Out.WriteLine($"{SafeText.Line(report.Log)}: {Outcome(report)}");
            Streams.Out.WriteLine($"  {report.Events} events of {report.Sessions} {(report.Sessions == 1 ? "session" : "sessions")}, {Way(report.ReadBy)}");
            foreach (var fault in report.Faults)
            {
                Streams.Out.WriteLine($"  {fault.Code}{Place(fault)}");
                Streams.Out.WriteLine($"    {SafeText.Line(fault.Found)}");
                Streams.Out.WriteLine($"    Next: {SafeText.Line(fault.Next)}");
            }
        }
    }

    private static string Outcome(LogReport report) => report switch
    {
        { Faults: [] } => "whole",
        { More: true } => $"more than {report.Faults.Count} faults, of which these are the first",
        { Faults: [_] } => "1 fault",
        _ => $"{report.Faults.Count} faults",
    };

    private static string Place(LogFault fault) =>
        (fault.Session is { } session ? $"  session {SafeText.Line(session)}" : "") + (fault.Seq is { } seq ? $"  position {seq}" : "");

    private static string Way(string readBy) => readBy switch
    {
        "runner" => "read by the runner and compared with what it holds",
        "files" => "read from the file, since nothing runs",
        "copy" => "read from a copy, since the last run wasn't closed in order",
        _ => "read beside the running runner",
    };
}
