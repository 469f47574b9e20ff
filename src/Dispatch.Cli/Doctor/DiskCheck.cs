using Dispatch.Protocol;

namespace Dispatch.Cli.Doctor;

/// <summary>Whether there is room for what sessions print.</summary>
internal static class DiskCheck
{
    public const string Name = "disk";

    private const double Low = 0.10;

    public static IEnumerable<Finding> Look(Examined examined)
    {
        var folder = examined.Data.Root;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        var drive = new DriveInfo(folder);
        return [Judge(folder, drive.AvailableFreeSpace, drive.TotalSize)];
    }

    public static Finding Judge(string folder, long free, long total)
    {
        const string Next = "Make room on it. What old sessions printed goes with them: dispatch ls, then dispatch rm ID";
        var left = $"{Size(free)} of {Size(total)} are free where {folder} lies";
        return free < Disk.Floor ? Finding.Problem(Name, $"Only {left}, less than the {Size(Disk.Floor)} that must stay free", Next)
            : free < total * Low ? Finding.Warning(Name, $"Only {left}, less than a tenth", Next)
            : Finding.Ok(Name, left);
    }

    public static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => FormattableString.Invariant($"{bytes / (double)(1L << 30):0.#} GB"),
        >= 1L << 20 => FormattableString.Invariant($"{bytes / (double)(1L << 20):0} MB"),
        _ => FormattableString.Invariant($"{bytes / 1024.0:0} kB"),
    };
}
