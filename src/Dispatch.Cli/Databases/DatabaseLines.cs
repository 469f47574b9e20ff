using System.Globalization;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Native;
using Dispatch.Protocol.Databases;

namespace Dispatch.Cli.Databases;

/// <summary>The server's database for a person: a line for it, one for each of its scripts, and two for each fault.</summary>
internal static class DatabaseLines
{
    public const string Unnamed = "The server's database is in PostgreSQL: to look at it, name it with --database or $DISPATCH_DATABASE.";

    public static void Write(DatabaseReport report, string outcome)
    {
        Streams.Out.WriteLine($"{SafeText.Line(report.Location)}: {outcome}");
        foreach (var fault in report.Faults)
        {
            Streams.Out.WriteLine($"  {fault.Code}");
            Streams.Out.WriteLine($"    {SafeText.Line(fault.Found)}");
            Streams.Out.WriteLine($"    Next: {SafeText.Line(fault.Next)}");
        }
    }

    public static void WriteScripts(DatabaseReport report)
    {
        foreach (var script in report.Migrations)
        {
            var when = script.AppliedAt is { } at ? " " + at.ToString("u", CultureInfo.InvariantCulture) : "";
            Streams.Out.WriteLine($"  {script.Version,4} {SafeText.Line(script.Name)}  {script.State}{when}  sha256 {SafeText.Line(script.Checksum)}");
        }
    }

    /// <summary>Its version beside the program's.</summary>
    public static string Schema(DatabaseReport report) => (report.Schema, report.Migrations.Count(script => script.State == "pending")) switch
    {
        (0, _) => $"no tables yet, the next start makes them (schema {report.Known})",
        (var schema, 0) => $"schema {schema} of {report.Known}, {Size(report.Bytes)}",
        var (schema, pending) => $"schema {schema} of {report.Known}, {pending} pending: the next start, or dispatch db migrate, brings it up; {Size(report.Bytes)}",
    };

    public static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(bytes + 999) / 1000} kB");
}
