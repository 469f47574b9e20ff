using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Dispatch.Protocol;

namespace Dispatch.Cli.Backups;

/// <summary>Writes a backup: a gzipped tar, so that it can be looked into without Dispatch, with the manifest first.</summary>
internal static class BackupWriter
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A file as the manifest tells of it.</summary>
    public static async Task<BackupFile> DescribeAsync(string folder, string name, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(Path.Combine(folder, name));
        return new BackupFile(name, file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation)));
    }

    /// <summary>Returns once it is on the disk.</summary>
    public static async Task WriteAsync(string path, BackupManifest manifest, string folder, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        await using (var compressed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
        await using (var tar = new TarWriter(compressed, TarEntryFormat.Pax))
        {
            using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest));
            await WriteAsync(tar, BackupManifest.Name, content, manifest.TakenAt, cancellation);
            foreach (var entry in manifest.Files)
            {
                if (entry.Link is { } target)
                {
                    await tar.WriteEntryAsync(
                        new PaxTarEntry(TarEntryType.SymbolicLink, entry.Name) { LinkName = target, ModificationTime = manifest.TakenAt }, cancellation);
                    continue;
                }

                await using var source = File.OpenRead(Path.Combine(folder, entry.Name));
                await WriteAsync(tar, entry.Name, source, manifest.TakenAt, cancellation, entry.Executable is true ? TemplateFiles.Program : OwnerOnly);
            }
        }

        await file.FlushAsync(cancellation);
        Disk.Sync(file.SafeFileHandle);
    }

    private static Task WriteAsync(
        TarWriter tar, string name, Stream content, DateTimeOffset time, CancellationToken cancellation, UnixFileMode mode = OwnerOnly) => tar.WriteEntryAsync(
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, Mode = mode, ModificationTime = time }, cancellation);
}
