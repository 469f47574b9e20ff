using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Native;
using Dispatch.Protocol;
using Dispatch.Protocol.Databases;
using Dispatch.Protocol.Upgrades;

namespace Dispatch.Cli.Launch;

/// <summary>The programs as those that look after what lies in a data folder: each does one thing, prints JSON, and ends.</summary>
internal static class DataProgram
{
    private const string DatabaseVariable = "DISPATCH_DATABASE";

    public static async Task<IReadOnlyList<LogContents>> CopyLogsAsync(DataFolder data, string into, CancellationToken cancellation) =>
        (await RunAsync(Programs.Runner, ["--copy-logs", into, "--data", data.Root], DatabaseWire.Default.LogContentsList, cancellation)).Items;

    public static async Task<IReadOnlyList<LogContents>> AdoptLogsAsync(DataFolder data, CancellationToken cancellation) =>
        (await RunAsync(Programs.Runner, ["--adopt-logs", "--data", data.Root], DatabaseWire.Default.LogContentsList, cancellation)).Items;

    public static async Task<IReadOnlyList<LogStatus>> LogStatusAsync(DataFolder data, CancellationToken cancellation) =>
        (await RunAsync(Programs.Runner, ["--log-status", "--data", data.Root], DatabaseWire.Default.LogStatusList, cancellation)).Items;

    public static Task<DatabaseReport> CopyDatabaseAsync(DataFolder data, string target, CancellationToken cancellation) =>
        RunAsync(Programs.Server, ["--copy-database", target, "--data", data.Root], DatabaseWire.Default.DatabaseReport, cancellation, database: "");

    /// <param name="database">PostgreSQL's connection string; "" for the file in the data folder, null for what the environment says.</param>
    public static Task<DatabaseReport> InspectDatabaseAsync(DataFolder data, string? database, bool whole, CancellationToken cancellation) =>
        RunAsync(Programs.Server, [whole ? "--verify-database" : "--inspect-database", "--data", data.Root], DatabaseWire.Default.DatabaseReport, cancellation, database);

    /// <param name="database">As of <see cref="InspectDatabaseAsync"/>.</param>
    public static Task<MigrationOutcome> MigrateDatabaseAsync(DataFolder data, string? database, CancellationToken cancellation) =>
        RunAsync(Programs.Server, ["--migrate-database", "--data", data.Root], DatabaseWire.Default.MigrationOutcome, cancellation, database);

    /// <summary>Tries the runner on a copy of the logs; fails with its own words when it can't go on from them.</summary>
    public static Task<RunnerProof> ProveRunnerAsync(DataFolder data, CancellationToken cancellation) =>
        RunAsync(Programs.Runner, ["--prove", "--environment", "proof", "--data", data.Root], Wire.Default.RunnerProof, cancellation);

    /// <summary>Its answer, or its own words as the failure.</summary>
    public static async Task<T> RunAsync<T>(
        string program, IEnumerable<string> arguments, JsonTypeInfo<T> type, CancellationToken cancellation, string? database = null)
    {
        LibC.KeepInheritedFromChildren();
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (database is not null)
        {
            start.Environment[DatabaseVariable] = database;
        }

        using var process = Process.Start(start)!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return JsonSerializer.Deserialize(output is "" ? "null" : output, type)
                ?? throw new Failure((await error).Trim().ReplaceLineEndings(" ") is { Length: > 0 } said
                    ? said
                    : $"{program} {string.Join(' ', start.ArgumentList)} ended with code {process.ExitCode} and said nothing. Build or install Dispatch again");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }
}
