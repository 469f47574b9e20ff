using Dispatch.Protocol;

namespace Dispatch.Server.Hosting;

/// <summary>A file for this account alone (0600), replaced whole or not at all.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var draft = $"{path}.{Environment.ProcessId}.tmp";
        await WriteDurableAsync(draft, content, cancellation);
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Returns once the content is on the disk; what can't be brought there is not left behind.</summary>
    /// <exception cref="IOException">It can't be written; the message names the file.</exception>
    public static async Task WriteDurableAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        File.Delete(path);
        await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        try
        {
            await file.WriteAsync(content, cancellation);
            await file.FlushAsync(cancellation);
            Disk.Sync(file.SafeFileHandle);
        }
        catch (IOException e)
        {
            File.Delete(path);
            throw new IOException($"{path} can't be written: {e.Message}", e);
        }
    }
}
