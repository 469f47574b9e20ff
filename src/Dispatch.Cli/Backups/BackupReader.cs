using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Protocol;

namespace Dispatch.Cli.Backups;

/// <summary>Reads a backup from its beginning to its end, and believes nothing of it: names, sizes and hashes are held against the manifest.</summary>
internal sealed class BackupReader : IAsyncDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Folder = OwnerOnly | UnixFileMode.UserExecute;

    private readonly string _path;
    private readonly GZipStream _compressed;
    private readonly TarReader _tar;

    private BackupReader(string path, FileStream file)
    {
        _path = path;
        _compressed = new GZipStream(file, CompressionMode.Decompress);
        _tar = new TarReader(_compressed, leaveOpen: true);
    }

    public BackupManifest Manifest { get; private set; } = null!;

    /// <exception cref="Failure">It is no backup, or of a newer version; the message names it and the next step.</exception>
    public static async Task<BackupReader> OpenAsync(string path, CancellationToken cancellation)
    {
        var reader = new BackupReader(path, Open(path));
        try
        {
            reader.Manifest = await reader.ReadManifestAsync(cancellation);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads all of it, once.</summary>
    /// <param name="folder">Where its files are made, as a data folder has them; null only looks whether it is whole.</param>
    /// <exception cref="Failure">It is cut off or damaged.</exception>
    public async Task ReadAsync(string? folder, CancellationToken cancellation)
    {
        foreach (var file in Manifest.Files)
        {
            var entry = await NextAsync(cancellation);
            if (file.Link is { } link)
            {
                Take(entry, file, link, folder);
                continue;
            }

            if (entry?.Name != file.Name || entry.EntryType is not TarEntryType.RegularFile || entry.Length != file.Bytes)
            {
                throw Damaged($"{file.Name} with {file.Bytes} bytes should come, and {(entry is null ? "nothing does" : $"{entry.Name} with {entry.Length} does")}");
            }

            await using var target = folder is null ? Stream.Null
                : Create(Path.Combine(folder, file.Name), file.Executable is true ? TemplateFiles.Program : OwnerOnly);
            if (await CopyAsync(entry.DataStream ?? Stream.Null, target, cancellation) != file.Sha256)
            {
                throw Damaged($"{file.Name} isn't what was written");
            }

            if (target is FileStream made)
            {
                await made.FlushAsync(cancellation);
                Disk.Sync(made.SafeFileHandle);
            }
        }

        if (await NextAsync(cancellation) is { } more)
        {
            throw Damaged($"{more.Name} is in it and not in its list");
        }

        // The checksum of the compression comes last.
        await ReadAsync(() => _compressed.CopyToAsync(Stream.Null, cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        await _tar.DisposeAsync();
        await _compressed.DisposeAsync();
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 128 * 1024);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure($"The backup {path} can't be read ({e.Message.TrimEnd('.')}). Name a file that dispatch backup has made");
        }
    }

    /// <summary>Nothing else, and nothing through a link: links come last, and none is on another's way.</summary>
    private static bool Holds(BackupManifest manifest)
    {
        if (!manifest.Files.All(file => file?.Name is not null && BackupManifest.MayHold(file)))
        {
            return false;
        }

        var links = manifest.Files.SkipWhile(file => file.Link is null).ToArray();
        var names = links.Select(link => link.Name).ToHashSet(StringComparer.Ordinal);
        return links.All(file => file.Link is not null && !Above(file.Name).Any(names.Contains));
    }

    private static IEnumerable<string> Above(string name)
    {
        for (var at = name.LastIndexOf('/'); at > 0; at = name.LastIndexOf('/', at - 1))
        {
            yield return name[..at];
        }
    }

    private static FileStream Create(string path, UnixFileMode mode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, Folder);
        return new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode });
    }

    private void Take(TarEntry? entry, BackupFile file, string target, string? folder)
    {
        if (entry is not { EntryType: TarEntryType.SymbolicLink } || entry.Name != file.Name || entry.LinkName != target)
        {
            throw Damaged($"the link {file.Name} to {target} should come, and {(entry is null ? "nothing does" : $"{entry.Name} does")}");
        }

        if (folder is not null)
        {
            var path = Path.Combine(folder, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, Folder);
            File.CreateSymbolicLink(path, target);
        }
    }

    private async Task<BackupManifest> ReadManifestAsync(CancellationToken cancellation)
    {
        TarEntry? first;
        try
        {
            first = await _tar.GetNextEntryAsync(cancellationToken: cancellation);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException)
        {
            throw Foreign(e.Message);
        }

        if (first is not { Name: BackupManifest.Name, DataStream: { } content, Length: <= BackupManifest.MaximumLength })
        {
            throw Foreign("it doesn't begin with a manifest");
        }

        try
        {
            var manifest = await JsonSerializer.DeserializeAsync(content, BackupJson.Default.BackupManifest, cancellation);
            if (manifest is not { Format: BackupManifest.FormatName, Files: not null, Logs: not null })
            {
                throw Foreign("its manifest is another program's");
            }

            // Before its names: a newer version may hold others.
            if (manifest.Version > BackupManifest.CurrentVersion)
            {
                throw new Failure($"The backup {_path} is of a newer version of Dispatch ({manifest.Dispatch}, layout {manifest.Version}, this program knows {BackupManifest.CurrentVersion}). Nothing was changed; restore it with that version");
            }

            return Holds(manifest) ? manifest : throw Foreign("its manifest is another program's");
        }
        catch (JsonException e)
        {
            throw Foreign($"its manifest can't be read, {e.Message}");
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Damaged(e.Message);
        }
    }

    private async Task<TarEntry?> NextAsync(CancellationToken cancellation)
    {
        TarEntry? entry = null;
        await ReadAsync(async () => entry = await _tar.GetNextEntryAsync(cancellationToken: cancellation));
        return entry;
    }

    private async Task<string> CopyAsync(Stream from, Stream into, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        var count = 0;
        while (true)
        {
            await ReadAsync(async () => count = await from.ReadAsync(buffer, cancellation));
            if (count == 0)
            {
                return Convert.ToHexStringLower(hash.GetHashAndReset());
            }

            hash.AppendData(buffer, 0, count);
            await into.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }
    }

    /// <summary>What fails here is the archive; what fails in writing is the disk.</summary>
    private async Task ReadAsync(Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException)
        {
            throw Damaged(e.Message);
        }
    }

    private Failure Foreign(string cause) =>
        new($"{_path} is no backup of Dispatch: {cause.TrimEnd('.')}. Nothing was changed; name a file that dispatch backup has made");

    private Failure Damaged(string cause) =>
        new($"The backup {_path} is cut off or damaged: {cause.TrimEnd('.')}. Nothing was changed; take another copy of it, or an older backup");
}
