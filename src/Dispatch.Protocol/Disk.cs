using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dispatch.Protocol;

/// <summary>What has to be on the disk before anyone is told that it is.</summary>
public static partial class Disk
{
    private const int Interrupted = 4;

    // Of open(2), on x86-64.
    private const int ReadOnly = 0;
    private const int Folder = 0x10000;
    private const int CloseOnExec = 0x80000;

    /// <summary>
    /// Returns once all that was written to the file is on its disk, and throws when that failed. .NET's own <c>FlushToDisk</c> doesn't: the
    /// native call below it gives 1 for a failure where the managed side looks for a negative number (seen in 10.0.12).
    /// </summary>
    /// <exception cref="IOException">It isn't on the disk, and may never be.</exception>
    public static void Sync(SafeHandle file)
    {
        while (FSync(file) != 0)
        {
            if (Marshal.GetLastPInvokeError() is not Interrupted and var error)
            {
                throw new IOException($"sync to the disk: {Marshal.GetPInvokeErrorMessage(error)}");
            }
        }
    }

    /// <summary>The same for a folder: that a file has its name.</summary>
    public static void SyncFolder(string path)
    {
        using var folder = OpenFolder(path, ReadOnly | Folder | CloseOnExec);
        if (folder.IsInvalid)
        {
            throw new IOException($"{path} can't be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        Sync(folder);
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenFolder(string path, int flags);
}
