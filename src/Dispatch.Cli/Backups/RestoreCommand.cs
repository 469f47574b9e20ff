using System.CommandLine;
using System.Globalization;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Backups;

internal static class RestoreCommand
{
    public static DispatchCommand Create()
    {
        var file = new Argument<string>("file") { Description = "What dispatch backup has made.", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Move a Dispatch that is in the folder aside, into a folder in it." };
        return new DispatchCommand(
            "restore",
            "Put a backup into an empty data folder, after reading all of it. Sessions that ran then are lost: their past is readable, and each can be restarted.",
            "dispatch restore monday.tar.gz --data ~/restored",
            "dispatch restore --force monday.tar.gz  # moves what is there aside; stop it first: dispatch stop --all")
        {
            file, force,
        }.Runs(async (parsed, cancellation) =>
        {
            var data = parsed.DataFolder();
            var (manifest, aside) = await Restore.RunAsync(
                Path.GetFullPath(parsed.GetValue(file)!), data, parsed.GetValue(force), TimeProvider.System, cancellation);
            Streams.Out.WriteLine($"{data.Root}: {Words.Contents(manifest)}, as of {manifest.TakenAt.ToString("u", CultureInfo.InvariantCulture)}, read whole.");
            if (aside is not null)
            {
                Streams.Out.WriteLine($"What was there is in {aside}: remove it when you miss nothing.");
            }

            Streams.Out.WriteLine(manifest.Schema is null
                ? "Put the server's own database back with PostgreSQL's tools, then: dispatch start with the same --database as before."
                : $"Go on with: dispatch start --data {data.Root}");
        });
    }
}
