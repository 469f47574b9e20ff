using System.IO.Pipes;

namespace Dispatch.Protocol.Tests;

public sealed class DiskTests
{
    [Fact]
    public void A_sync_to_the_disk_that_fails_says_so()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        Assert.Throws<IOException>(() => Disk.Sync(pipe.SafePipeHandle));

        var path = Path.GetTempFileName();
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        Disk.Sync(file.SafeFileHandle);
        Disk.SyncFolder(Path.GetDirectoryName(path)!);
        Assert.Throws<IOException>(() => Disk.SyncFolder(path));
    }
}
