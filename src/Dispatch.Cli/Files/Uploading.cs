using System.Net;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Protocol.Files;

namespace Dispatch.Cli.Files;

/// <summary>Files of this machine into a workspace, in parts: what is cut off goes on where it was.</summary>
internal sealed class Uploading(ServerConnection connection, CopyProgress progress, bool replace)
{
    private const int Part = 8 * 1024 * 1024;
    private const int Attempts = 6;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public async Task FolderAsync(string from, Place to, CancellationToken cancellation)
    {
        if (to.Path.Length > 0)
        {
            await FileApi.MakeFolderAsync(connection, to, cancellation);
        }

        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry is DirectoryInfo && entry.LinkTarget is null)
            {
                await FolderAsync(entry.FullName, to.Child(entry.Name), cancellation);
            }
            else if (File.Exists(entry.FullName))
            {
                await FileAsync(entry.FullName, to.Child(entry.Name), cancellation);
            }
            else
            {
                throw new Failure($"'{entry.FullName}' is neither a file nor a folder, or a link that leads to no file. Leave it out, or copy the rest by itself");
            }
        }
    }

    public async Task FileAsync(string from, Place to, CancellationToken cancellation)
    {
        await using var file = Open(from);
        var size = file.Length;
        var upload = await FileApi.BeginAsync(connection, to, size, replace, cancellation);
        try
        {
            await SendAsync(file, to, upload, cancellation);
            await FileApi.FinishAsync(connection, to, upload.Id, cancellation);
        }
        catch
        {
            await TakeBackAsync(to, upload);
            throw;
        }

        var mode = File.GetUnixFileMode(from);
        if ((mode & Executable) != 0)
        {
            await FileApi.SetModeAsync(connection, to, (int)(mode & (UnixFileMode)0x1FF), cancellation);
        }

        progress.Copied(size);
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure($"'{path}' can't be read ({e.Message.TrimEnd('.')}). Check its permissions");
        }
    }

    private async Task SendAsync(FileStream file, Place to, Upload upload, CancellationToken cancellation)
    {
        var backoff = new Backoff();
        var offset = upload.Offset;
        for (var failed = 0; offset < upload.Size;)
        {
            file.Position = offset;
            var buffer = new byte[(int)Math.Min(Part, upload.Size - offset)];
            var count = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
            if (count < buffer.Length)
            {
                throw new Failure($"'{file.Name}' became shorter while it was copied. Copy it again");
            }

            try
            {
                offset = (await FileApi.SendAsync(connection, to, upload.Id, offset, new ByteArrayContent(buffer), cancellation)).Offset;
                failed = 0;
                backoff.Reset();
            }
            catch (Failure failure) when (MayPass(failure) && ++failed < Attempts)
            {
                await Task.Delay(backoff.Next(), cancellation);
                offset = await OffsetAsync(to, upload.Id, offset, cancellation);
            }

            progress.Moved(to.Name, offset, upload.Size);
        }
    }

    private async Task<long> OffsetAsync(Place to, string id, long last, CancellationToken cancellation)
    {
        try
        {
            return (await FileApi.GetAsync(connection, to, id, cancellation)).Offset;
        }
        catch (Failure failure) when (MayPass(failure))
        {
            // Still away: the next part is refused with the right offset, or fails again.
            return last;
        }
    }

    private async Task TakeBackAsync(Place to, Upload upload)
    {
        try
        {
            await FileApi.CancelAsync(connection, to, upload.Id, CancellationToken.None);
        }
        catch (Failure)
        {
            // It is swept after a week.
        }
    }

    private static bool MayPass(Failure failure) => failure is not Refused { Status: not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.Conflict or HttpStatusCode.InternalServerError) };
}
