using System.Globalization;

namespace Dispatch.Cli.Doctor;

/// <summary>Whether the limit on open files leaves room. A session takes about three files of the runner and of the keeper.</summary>
internal static class FilesCheck
{
    public const string Name = "files";

    private const long Fewest = 1024;
    private const double Much = 0.8;

    public static IEnumerable<Finding> Look(Examined examined)
    {
        var running = new (string Part, int? Pid)[] { ("server", examined.Server), ("runner", examined.Runner), ("keeper", examined.Keeper) };
        (string Part, long Limit, int Used)[] found =
            [.. running.Where(part => part.Pid is not null).Select(part => (part.Part, Limit($"/proc/{part.Pid}"), Used(part.Pid!.Value)))];
        if (found.Length == 0)
        {
            found = [("command", Limit("/proc/self"), 0)];
        }

        Finding[] low = [.. found.Select(part => Judge(part.Part, part.Limit, part.Used)).Where(finding => finding.Verdict != Verdict.Ok)];
        return low is [] ? [Finding.Ok(Name, Text(examined, found))] : low;
    }

    public static Finding Judge(string part, long limit, long used)
    {
        const string Next = "Raise the limit (ulimit -n 65536, or LimitNOFILE= in a service), then start Dispatch again";
        return used > limit * Much ? Finding.Problem(Name, $"The {part} has {used} files open of the {limit} it may", Next)
            : limit < Fewest ? Finding.Warning(Name, $"The {part} may open only {limit} files at once", Next)
            : Finding.Ok(Name, "");
    }

    private static string Text(Examined examined, IEnumerable<(string Part, long Limit, int Used)> found) => examined.Idle
        ? $"A process may open {Limited(found.First().Limit)} files"
        : $"Open files: {string.Join(", ", found.Select(part => $"{part.Part} {part.Used} of {Limited(part.Limit)}"))}";

    private static string Limited(long limit) => limit == long.MaxValue ? "any number" : limit.ToString(CultureInfo.InvariantCulture);

    private static long Limit(string process)
    {
        const string Field = "Max open files";
        var line = File.ReadLines($"{process}/limits").First(line => line.StartsWith(Field, StringComparison.Ordinal));
        var soft = line[Field.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return soft == "unlimited" ? long.MaxValue : long.Parse(soft, CultureInfo.InvariantCulture);
    }

    private static int Used(int pid) => Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd").Count();
}
