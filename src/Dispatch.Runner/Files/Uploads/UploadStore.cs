using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text.Json;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Files.Endpoints;
using Dispatch.Runner.Native;
using Microsoft.Win32.SafeHandles;

namespace Dispatch.Runner.Files.Uploads;

/// <summary>
/// Files on their way, in as many parts and over as many connections as it takes. The bytes lie in a hidden file beside the place they will have, on
/// its disk, so that finishing is one rename; how many there are is the hidden file's own size, so a killed runner knows it too.
/// </summary>
internal sealed class UploadStore(WorkspaceFolders folders, TimeProvider time)
{
    private const string Folder = "uploads";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    // One at a time writes an upload: a client that comes again may meet its own cut connection, still being read to its end.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new();

    public Upload Begin(string workspace, BeginUpload request)
    {
        Sweep(workspace);
        var asked = FilePath.Parse(request.Path);
        if (asked.IsRoot || request.Size < 0)
        {
            throw FileFault.BadName(request.Path);
        }

        using var root = folders.Open(workspace);
        WriteTarget.MakeFolders(root, asked.Parent);
        using var target = WriteTarget.Find(root, asked, create: request.Replace != true);
        Accept(target.TryStat(), request.Replace == true, asked);
        if (new DriveInfo(root.Folder).AvailableFreeSpace < request.Size)
        {
            throw FileFault.Of(Errno.NoSpace, asked.Text);
        }

        // The record is there first: a hidden file that nobody knows of would stay for good.
        var hidden = target.Beside(Temporary.Name("upload"));
        var record = new UploadRecord(
            RandomNumberGenerator.GetHexString(16, lowercase: true), target.Path.Text, asked.Text, hidden.Path.Text, request.Size, request.Replace == true);
        var file = RecordFile(workspace, record.Id);
        try
        {
            File.WriteAllBytes(file + ".new", JsonSerializer.SerializeToUtf8Bytes(record, UploadJson.Default.UploadRecord));
            File.Move(file + ".new", file);
            hidden.Open(OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.WriteOnly, 0x1B6).Dispose();
        }
        catch (IOException)
        {
            File.Delete(file + ".new");
            Forget(workspace, record.Id);
            throw;
        }

        return Describe(record, 0);
    }

    public Upload Get(string workspace, string id)
    {
        var record = Find(workspace, id);
        using var root = folders.Open(workspace);
        using var hidden = OpenHidden(root, record);
        return Describe(record, hidden.Stat().Size);
    }

    public async Task<Upload> WriteAsync(string workspace, string id, long offset, PipeReader body, CancellationToken cancellation)
    {
        var record = Find(workspace, id);
        var gate = _gates.GetOrAdd(id, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellation);
        try
        {
            using var root = folders.Open(workspace);
            using var hidden = OpenHidden(root, record);
            using var file = hidden.Open(OpenFlags.WriteOnly).TakeFile();
            var there = RandomAccess.GetLength(file);
            if (offset != there)
            {
                throw new FileFaultException(new Error(
                    ErrorKind.Conflict, "upload.offset", $"{there} bytes of '{record.Asked}' are here, and the part begins at {offset}. Go on at {there}."));
            }

            var came = await WriteWholeAsync(file, there, record, body, cancellation);
            File.SetLastWriteTimeUtc(RecordFile(workspace, id), time.GetUtcNow().UtcDateTime);
            return Describe(record, there + came);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>A part that is refused leaves nothing; of one that was cut off what came is kept.</summary>
    private static async Task<long> WriteWholeAsync(SafeFileHandle file, long there, UploadRecord record, PipeReader body, CancellationToken cancellation)
    {
        try
        {
            return await PutContent.CopyAsync(body, file, there, record.Asked, cancellation, record.Size - there);
        }
        catch (FileFaultException)
        {
            RandomAccess.SetLength(file, there);
            throw;
        }
    }

    public FileDetails Finish(string workspace, string id)
    {
        var record = Find(workspace, id);
        using var root = folders.Open(workspace);
        using var hidden = OpenHidden(root, record);
        using (var file = hidden.Open(OpenFlags.WriteOnly))
        {
            var stat = FileStat.Of(file, record.Asked);
            if (stat.Size != record.Size)
            {
                throw new FileFaultException(new Error(
                    ErrorKind.Conflict, "upload.incomplete", $"{stat.Size} of {record.Size} bytes of '{record.Asked}' are here. Send the rest, from {stat.Size} on."));
            }

            NewFile.Place(hidden, file, Target(hidden, record), there => Accept(there, record.Replace, FilePath.Parse(record.Asked)));
        }

        Forget(workspace, id);
        return Entries.Details(root, FilePath.Parse(record.Asked));
    }

    public void Cancel(string workspace, string id)
    {
        var record = Find(workspace, id);
        RemoveHidden(workspace, record);
        Forget(workspace, id);
    }

    /// <summary>Of those that nobody went on with for a week.</summary>
    public void Sweep(string workspace)
    {
        var oldest = (time.GetUtcNow() - Kept).UtcDateTime;
        foreach (var file in Directory.EnumerateFiles(folders.DataFolder(workspace, Folder)).Where(file => File.GetLastWriteTimeUtc(file) < oldest).ToList())
        {
            if (Path.GetExtension(file) == ".json" && TryFind(workspace, Path.GetFileNameWithoutExtension(file)) is { } record)
            {
                RemoveHidden(workspace, record);
            }

            File.Delete(file);
        }
    }

    private static Upload Describe(UploadRecord record, long offset) => new(record.Id, record.Asked, offset, record.Size);

    private static Parent Target(Parent hidden, UploadRecord record) => hidden.Beside(FilePath.Parse(record.Path).Name);

    private static void Accept(FileStat? there, bool replace, FilePath path)
    {
        if (there is not { } stat)
        {
            return;
        }

        FileRoot.RequireFile(stat, path.Text);
        if (!replace)
        {
            throw FileFault.Exists(path.Text);
        }
    }

    private static Parent OpenHidden(FileRoot root, UploadRecord record)
    {
        try
        {
            var hidden = root.OpenParent(FilePath.Parse(record.Hidden));
            if (hidden.TryStat() is { Kind: FileKind.File })
            {
                return hidden;
            }

            hidden.Dispose();
        }
        catch (FileFaultException)
        {
        }

        throw NotFound(record.Id);
    }

    private void RemoveHidden(string workspace, UploadRecord record)
    {
        try
        {
            using var root = folders.Open(workspace);
            using var hidden = root.OpenParent(FilePath.Parse(record.Hidden));
            _ = hidden.TryRemove(FileKind.File);
        }
        catch (FileFaultException)
        {
            // Its folder is gone, and it with it.
        }
    }

    private void Forget(string workspace, string id)
    {
        File.Delete(RecordFile(workspace, id));
        _gates.TryRemove(id, out _);
    }

    private UploadRecord Find(string workspace, string id) => TryFind(workspace, id) ?? throw NotFound(id);

    private UploadRecord? TryFind(string workspace, string id)
    {
        try
        {
            return id.All(char.IsAsciiHexDigitLower)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(RecordFile(workspace, id)), UploadJson.Default.UploadRecord)
                : null;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    private string RecordFile(string workspace, string id) => Path.Combine(folders.DataFolder(workspace, Folder), id + ".json");

    private static FileFaultException NotFound(string id) => new(new Error(
        ErrorKind.NotFound, "upload.not-found", $"There is no upload '{id}': it was finished, taken back, or its folder is gone. Begin another."));
}
