using Dispatch.Cli.Commands;
using Dispatch.Cli.Launch;
using Dispatch.Protocol;
using Dispatch.Protocol.Databases;

namespace Dispatch.Cli.Backups;

/// <summary>Puts a backup into a data folder. Until all of it was unpacked and read, nothing that is there is touched.</summary>
internal static class Restore
{
    public static async Task<(BackupManifest Manifest, string? Aside)> RunAsync(
        string file, DataFolder data, bool force, TimeProvider time, CancellationToken cancellation)
    {
        await using var backup = await BackupReader.OpenAsync(file, cancellation);
        var present = Placement.Present(data);
        if (present.Count > 0 && !force)
        {
            throw new Failure($"{data.Root} has a Dispatch in it ({string.Join(", ", present)}). Restore into another folder with --data DIR, or add --force to move what is there aside");
        }

        try
        {
            using var target = await TargetFolder.TakeAsync(data, time, cancellation);
            using var work = await WorkFolder.MakeAsync(Path.Combine(data.Root, "restoring"), cancellation);
            var draft = new DataFolder(work.Path);
            await backup.ReadAsync(draft.Root, cancellation);
            await VerifyAsync(file, backup.Manifest, draft, cancellation);
            var aside = Placement.Take(draft, data, time);
            target.Keep();
            return (backup.Manifest, aside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure($"The backup {file} can't be restored into {data.Root} ({e.Message.TrimEnd('.')}). What was there is as it was; make room there or make it writable, or name another folder with --data DIR");
        }
    }

    /// <summary>That the programs can use what was unpacked, and find in it what the manifest says; and that clients of the logs begin afresh.</summary>
    private static async Task VerifyAsync(string file, BackupManifest manifest, DataFolder draft, CancellationToken cancellation)
    {
        if (manifest.Schema is not null
            && await DataProgram.InspectDatabaseAsync(draft, database: "", whole: true, cancellation) is { Faults: [var fault, ..] })
        {
            var newer = fault.Code == "database.newer";
            throw new Failure($"The server's database in {file} can't be used: {(newer ? "it is of a newer version of Dispatch" : fault.Found.TrimEnd('.'))}. Nothing was changed; {(newer ? $"restore it with Dispatch {manifest.Dispatch} or newer" : "take another copy of the backup, or an older one")}");
        }

        var reports = await VerifyProcess.RunAsync(draft, quick: false, cancellation);
        if (reports.Sum(report => report.Faults.Count) > manifest.Faults)
        {
            var bad = reports.First(report => report.Faults.Count > 0);
            throw new Failure($"The log of the workspace {bad.Workspace} in {file} can't be used: {bad.Faults[0].Found} Nothing was changed; take another copy of the backup, or the version of Dispatch that made it ({manifest.Dispatch})");
        }

        var held = await DataProgram.AdoptLogsAsync(draft, cancellation);
        if (!held.Select(Text).SequenceEqual(manifest.Logs.Select(Text)))
        {
            throw new Failure($"The logs in {file} don't hold what its list says. Nothing was changed; take another copy of the backup, or an older one");
        }
    }

    private static string Text(LogContents log) =>
        $"{log.Workspace} {log.Format} {log.Epoch} {log.Events} {string.Join(' ', log.Sessions.Select(session => $"{session.Id}:{session.Seq}"))}";
}
