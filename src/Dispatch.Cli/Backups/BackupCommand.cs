using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Databases;
using Dispatch.Cli.Native;
using Dispatch.Protocol;

namespace Dispatch.Cli.Backups;

internal static class BackupCommand
{
    public static DispatchCommand Create()
    {
        var file = new Argument<string>("file") { Description = "The file to make.", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Replace the file if it is there." };
        var without = new Option<bool>("--without-database") { Description = "Leave the server's database out: it is in PostgreSQL, and backed up there." };
        var faults = new Option<bool>("--accept-faults") { Description = "Also back up logs in which dispatch db verify finds faults." };
        return new DispatchCommand(
            "backup",
            "Back everything up into one file, while it runs: the server's database, every session's log, the access key and runner.json.",
            "dispatch backup monday.tar.gz",
            "dispatch backup --force /mnt/backups/dispatch.tar.gz  # replaces the last one once the new one is whole")
        {
            file, force, without, faults,
        }.Runs(async (parsed, cancellation) =>
        {
            var data = parsed.DataFolder();
            var path = Path.GetFullPath(parsed.GetValue(file)!);
            Refuse(data, path, parsed.GetValue(force));
            var database = !parsed.GetValue(without);
            if (database)
            {
                await DemandFileAsync(data, cancellation);
            }

            var manifest = await Backup.TakeAsync(data, path, new BackupScope(database, parsed.GetValue(faults)), TimeProvider.System, cancellation);
            Streams.Out.WriteLine($"{path}: {Words.Contents(manifest)}, {Words.Size(new FileInfo(path).Length)}, read back and whole.");
            Streams.Out.WriteLine("Whoever has this file can sign in with its key: keep it as you keep a password.");
        });
    }

    private static void Refuse(DataFolder data, string path, bool force)
    {
        if (!File.Exists(data.ServerDatabase) && !Directory.Exists(data.Workspaces))
        {
            throw new Failure($"There is nothing to back up in {data.Root}: no Dispatch was ever started there. Name its folder with --data DIR");
        }

        if (Directory.Exists(path))
        {
            throw new Failure($"{path} is a folder. Name a file in it");
        }

        if (File.Exists(path) && !force)
        {
            throw new Failure($"{path} is there already. Name another file, or add --force to replace it");
        }
    }

    /// <summary>That the server's state is in the data folder.</summary>
    private static async Task DemandFileAsync(DataFolder data, CancellationToken cancellation)
    {
        if (await ServerDatabase.IsPostgresAsync(data, connection: null, cancellation))
        {
            throw new Failure("This server keeps accounts, devices and its signing key in PostgreSQL, which a backup of Dispatch doesn't hold. Back that up with pg_dump first, then add --without-database for the sessions and the key");
        }

        if (!File.Exists(data.ServerDatabase))
        {
            throw new Failure($"{data.ServerDatabase} is missing. If the server's database is in PostgreSQL, back that up with pg_dump and add --without-database; else look with: dispatch doctor");
        }
    }
}
