using Dispatch.Protocol;

namespace Dispatch.Cli.Doctor;

/// <summary>Whether there is room for what sessions print.</summary>
internal static class DiskCheck
{
    public const string Name = "disk";

    public static IEnumerable<Finding> Look(Examined examined)
    {
        var folder = examined.Data.Root;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        var drive = new DriveInfo(folder);
        return [Judge(folder, drive.AvailableFreeSpace, drive.TotalSize, SettingsCheck.Disk(examined.Data))];
    }

    /// <param name="limits">Those that the runner pauses programs by.</param>
    public static Finding Judge(string folder, long free, long total, DiskLimits limits)
    {
        const string Next = "Make room on it. What old sessions printed goes with them: dispatch ls, then dispatch rm ID";
        var left = $"{ByteSize.Text(free)} of {ByteSize.Text(total)} are free where {folder} lies";
        return limits.Judge(free, total) switch
        {
            DiskState.Full => Finding.Problem(Name, $"Only {left}, less than the {ByteSize.Text(limits.Floor(total))} that must stay free: programs are paused", Next),
            DiskState.Low => Finding.Warning(
                Name, $"Only {left}, less than {limits.LowPercent} %; below {ByteSize.Text(limits.Floor(total))} programs are paused", Next),
            _ => Finding.Ok(Name, left),
        };
    }
}
