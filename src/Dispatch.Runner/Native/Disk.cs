using System.Runtime.InteropServices;

namespace Dispatch.Runner.Native;

internal static class Disk
{
    /// <summary>
    /// Returns once all that was written to the file is on its disk, and throws when that failed. .NET's own <c>FlushToDisk</c> doesn't: the
    /// native call below it gives 1 for a failure where the managed side looks for a negative number (seen in 10.0.12).
    /// </summary>
    public static void Sync(SafeHandle file)
    {
        while (Libc.Sync(file) != 0)
        {
            if (Errno.Last != Errno.Interrupted)
            {
                throw ErrnoException.Last("sync to the disk");
            }
        }
    }
}
