namespace Dispatch.Runner.Disks;

/// <param name="Free">Bytes that this account may still write.</param>
/// <param name="Total">Bytes that the disk has in all.</param>
internal readonly record struct DiskSpace(long Free, long Total)
{
    /// <summary>Of the disk that a folder lies on.</summary>
    public static DiskSpace Of(string folder)
    {
        var drive = new DriveInfo(folder);
        return new DiskSpace(drive.AvailableFreeSpace, drive.TotalSize);
    }
}
