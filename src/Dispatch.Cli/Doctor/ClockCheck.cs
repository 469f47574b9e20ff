using System.Globalization;
using Dispatch.Protocol;

namespace Dispatch.Cli.Doctor;

/// <summary>Whether the clock is where it can be, and not behind what was written by it.</summary>
internal static class ClockCheck
{
    public const string Name = "clock";

    /// <summary>No version of this program is older.</summary>
    private const int FirstYear = 2026;

    private const int LastYear = 2100;

    /// <summary>What a clock that is being corrected may go back by.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);

    public static IEnumerable<Finding> Look(Examined examined) => [Judge(examined.Time.GetUtcNow(), Newest(examined.Data))];

    /// <param name="now">What the clock says.</param>
    /// <param name="newest">The file that was written last, and when.</param>
    public static Finding Judge(DateTimeOffset now, (string Path, DateTimeOffset Written)? newest)
    {
        const string Next = "Set the clock (timedatectl set-ntp true). Sign-ins and tokens depend on it; the order of a session's past doesn't";
        if (now.Year is < FirstYear or > LastYear)
        {
            return Finding.Problem(Name, $"The clock says {Text(now)}, which can't be", Next);
        }

        return newest is { } file && file.Written > now + Tolerance
            ? Finding.Problem(Name, $"The clock says {Text(now)}, but {file.Path} was written at {Text(file.Written)}: the clock went back, or was ahead then", Next)
            : Finding.Ok(Name, $"The clock says {Text(now)}, after all that was written");
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static (string, DateTimeOffset)? Newest(DataFolder data)
    {
        if (!Directory.Exists(data.Root))
        {
            return null;
        }

        var files = new DirectoryInfo(data.Root).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true });
        return files.MaxBy(file => file.LastWriteTimeUtc) is { } newest ? (newest.FullName, new DateTimeOffset(newest.LastWriteTimeUtc)) : null;
    }
}
