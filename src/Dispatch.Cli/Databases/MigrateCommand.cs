using System.CommandLine;
using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Launch;
using Dispatch.Cli.Native;
using Dispatch.Protocol.Databases;

namespace Dispatch.Cli.Databases;

internal static class MigrateCommand
{
    public static DispatchCommand Create()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        var database = ServerOptions.DatabaseOption();
        return new DispatchCommand(
            "migrate",
            "Bring the server's database to this version's schema, as every start does. The server has to be stopped; its shells live on.",
            "dispatch stop && dispatch db migrate")
        {
            json, database,
        }.Runs(async (parsed, cancellation) =>
        {
            var outcome = await DataProgram.MigrateDatabaseAsync(parsed.DataFolder(), parsed.GetValue(database), cancellation);
            if (parsed.GetValue(json))
            {
                Streams.Out.WriteLine(JsonSerializer.Serialize(outcome, DatabasesJson.Default.MigrationOutcome));
            }
            else
            {
                DatabaseLines.Write(outcome.Report, Words(outcome));
            }
        });
    }

    private static string Words(MigrationOutcome outcome) => outcome switch
    {
        { From: var from, To: var to } when from == to => $"schema {to}, nothing was pending",
        { From: 0, To: var to } => $"made, schema {to}",
        { Copy: { } copy } => $"schema {outcome.From} became {outcome.To}; how it was before is in {SafeText.Line(copy)}",
        _ => $"schema {outcome.From} became {outcome.To}, in one transaction. It was not copied before, as PostgreSQL is backed up by pg_dump",
    };
}
