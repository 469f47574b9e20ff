using System.Globalization;

namespace Dispatch.Cli.Doctor;

/// <summary>The kernel's limits on watching folders, which are shared by all programs of the account.</summary>
internal static class WatchesCheck
{
    public const string Name = "watches";

    private const string Kernel = "/proc/sys/fs/inotify/";
    private const long FewestWatches = 8192;
    private const long FewestInstances = 64;

    public static IEnumerable<Finding> Look(Examined examined)
    {
        if (!Directory.Exists(Kernel))
        {
            return [Finding.Ok(Name, "This kernel tells no limit")];
        }

        return Judge(Read("max_user_watches"), Read("max_user_instances"));
    }

    public static IEnumerable<Finding> Judge(long watches, long instances)
    {
        Finding[] low = [.. Low("max_user_watches", watches, FewestWatches), .. Low("max_user_instances", instances, FewestInstances)];
        return low is [] ? [Finding.Ok(Name, $"{watches} files and folders can be watched, by {instances} watchers")] : low;
    }

    private static IEnumerable<Finding> Low(string setting, long value, long fewest)
    {
        if (value < fewest)
        {
            yield return Finding.Warning(
                Name, $"fs.inotify.{setting} is {value}, and editors and language servers need more", $"As root: sysctl fs.inotify.{setting}={fewest * 8}");
        }
    }

    private static long Read(string setting) => long.Parse(File.ReadAllText(Kernel + setting).Trim(), CultureInfo.InvariantCulture);
}
