using Dispatch.Cli.Commands;
using Dispatch.Cli.Launch;
using Dispatch.Protocol;

namespace Dispatch.Cli.Backups;

/// <summary>
/// Makes a backup while everything runs. Copies are taken of each database as of one moment, read whole, and put into an archive, which is
/// read back before it gets its name.
/// </summary>
internal static class Backup
{
    public static async Task<BackupManifest> TakeAsync(DataFolder data, string file, BackupScope scope, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            using var work = await WorkFolder.MakeAsync(file + ".partial", cancellation);
            var begun = time.GetUtcNow();
            var copy = new DataFolder(Path.Combine(work.Path, "data"));
            Directory.CreateDirectory(copy.Root);

            // The database first: its list of sessions may be behind the logs, and catches up; never before them.
            var schema = scope.Database ? await CopyDatabaseAsync(data, copy, cancellation) : null;
            var logs = await DataProgram.CopyLogsAsync(data, copy.Root, cancellation);
            var faults = await CountFaultsAsync(copy, scope.AcceptFaults, cancellation);
            var names = CopySmallFiles(data, copy).Concat(schema is null ? [] : [BackupManifest.Database])
                .Concat(logs.Select(log => BackupManifest.LogOf(log.Workspace)))
                .Concat(logs.SelectMany(log => BackupManifest.SegmentsOf(copy.Root, log.Workspace)));
            var files = new List<BackupFile>();
            foreach (var name in names)
            {
                files.Add(await BackupWriter.DescribeAsync(copy.Root, name, cancellation));
            }

            files.AddRange(await TemplateFiles.CopyAsync(data, copy, cancellation));
            var manifest = new BackupManifest(BackupManifest.FormatName, BackupManifest.VersionOf(files), ProgramVersion.Current, begun, schema, files, logs, faults);
            var draft = Path.Combine(work.Path, "backup");
            await BackupWriter.WriteAsync(draft, manifest, copy.Root, cancellation);
            await using (var written = await BackupReader.OpenAsync(draft, cancellation))
            {
                await written.ReadAsync(folder: null, cancellation);
            }

            File.Move(draft, file, overwrite: true);
            Disk.SyncFolder(Path.GetDirectoryName(file)!);
            return manifest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure($"The backup {file} can't be written ({e.Message.TrimEnd('.')}). Nothing of it was left, and {data.Root} is as it was; make room there, or name a file in another folder");
        }
    }

    private static async Task<long?> CopyDatabaseAsync(DataFolder data, DataFolder copy, CancellationToken cancellation)
    {
        var report = await DataProgram.CopyDatabaseAsync(data, copy.ServerDatabase, cancellation);
        return report.Faults is [var fault, ..]
            ? throw new Failure($"{data.ServerDatabase} can't be backed up as it is: {fault.Found} {fault.Next}")
            : report.Schema;
    }

    private static async Task<long> CountFaultsAsync(DataFolder copy, bool accepted, CancellationToken cancellation)
    {
        var reports = await VerifyProcess.RunAsync(copy, quick: false, cancellation);
        return accepted || reports.FirstOrDefault(report => report.Faults.Count > 0) is not { } faulty
            ? reports.Sum(report => report.Faults.Count)
            : throw new Failure($"The log of the workspace {faulty.Workspace} has faults: {faulty.Faults[0].Found} All of them, and what to do: dispatch db verify. To back it up as it is, add --accept-faults");
    }

    private static List<string> CopySmallFiles(DataFolder data, DataFolder copy)
    {
        var copied = new List<string>();
        foreach (var name in BackupManifest.SmallFiles)
        {
            var path = Path.Combine(data.Root, name);
            if (File.Exists(path))
            {
                File.Copy(path, Path.Combine(copy.Root, name));
                copied.Add(name);
            }
        }

        return copied;
    }
}

/// <param name="Database">The server's database too.</param>
/// <param name="AcceptFaults">Also logs in which something is wrong.</param>
internal sealed record BackupScope(bool Database, bool AcceptFaults);
