using System.Globalization;

namespace Dispatch.Protocol;

/// <summary>
/// One of each part per data folder: an advisory lock (<c>flock</c>) on <c>NAME.lock</c>, held for the life of the process and freed by
/// the kernel however it ends, with the holder's process id in <c>NAME.pid</c> beside it (a locked file can't be read by others).
/// </summary>
public sealed class LockFile : IDisposable
{
    private readonly FileStream _lock;

    private LockFile(FileStream held) => _lock = held;

    /// <summary>Takes the lock, or gives null when another process holds it. Waits out a look by <see cref="Holder"/>.</summary>
    public static async Task<LockFile?> TryTakeAsync(string path, TimeProvider time, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            if (TryOpen(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None) is { } held)
            {
                File.WriteAllText(PidFile(path), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
                return new LockFile(held);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellation);
        }

        return null;
    }

    /// <summary>The process id of whoever holds the lock; null when nobody does. Takes nothing that would stand in a starter's way for long.</summary>
    public static int? Holder(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using (var free = TryOpen(path, FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            if (free is not null)
            {
                return null;
            }
        }

        return File.Exists(PidFile(path))
            && int.TryParse(File.ReadAllText(PidFile(path)), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
    }

    public void Dispose() => _lock.Dispose();

    private static string PidFile(string path) => Path.ChangeExtension(path, ".pid");

    private static FileStream? TryOpen(string path, FileMode mode, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(path, mode, access, share);
        }
        // EWOULDBLOCK: .NET gives a locked file no exception type of its own.
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }
}
