using Dispatch.Cli.Doctor;
using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Server;

namespace Dispatch.Cli.Tests.Doctor;

/// <summary>What can't be brought about on the machine that runs the tests.</summary>
public sealed class JudgementTests
{
    private const long Gigabyte = 1L << 30;

    [Theory]
    [InlineData(50, 100, "Ok")]
    [InlineData(9, 100, "Warning")]
    [InlineData(0, 100, "Problem")]
    public void A_disk_is_low_below_a_tenth_and_full_at_the_floor(long free, long total, string verdict) =>
        Assert.Equal(verdict, DiskCheck.Judge("/srv", free * Gigabyte, total * Gigabyte, new DiskLimits()).Verdict.ToString());

    [Theory]
    [InlineData(65536, 40, "Ok")]
    [InlineData(512, 40, "Warning")]
    [InlineData(1024, 1000, "Problem")]
    public void Open_files_are_judged_by_what_is_left_of_the_limit(long limit, long used, string verdict) =>
        Assert.Equal(verdict, FilesCheck.Judge("runner", limit, used).Verdict.ToString());

    [Theory]
    [InlineData(100, 4096, "Ok")]
    [InlineData(10, 100, "Warning")]
    [InlineData(4000, 4096, "Problem")]
    public void Processes_are_judged_by_what_is_left_of_the_limit(long used, long most, string verdict) =>
        Assert.Equal(verdict, ProcessesCheck.Judge(used, most).Verdict.ToString());

    [Theory]
    [InlineData(8192, 64)]
    [InlineData(8191, 64, "sysctl fs.inotify.max_user_watches=65536")]
    [InlineData(8192, 63, "sysctl fs.inotify.max_user_instances=512")]
    [InlineData(1, 1, "sysctl fs.inotify.max_user_watches=65536", "sysctl fs.inotify.max_user_instances=512")]
    public void Each_limit_on_watching_that_is_low_is_a_warning_with_what_raises_it(long watches, long instances, params string[] next)
    {
        Finding[] found = [.. WatchesCheck.Judge(watches, instances)];
        Assert.Equal(next.Select(line => $"As root: {line}"), found.Where(finding => finding.Verdict == Verdict.Warning).Select(finding => finding.Next));
        Assert.Equal(Math.Max(1, next.Length), found.Length);
    }

    [Theory]
    [InlineData(1970)]
    [InlineData(2200)]
    public void A_year_that_can_not_be_is_a_problem(int year) =>
        Assert.Equal(Verdict.Problem, ClockCheck.Judge(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero), null).Verdict);

    [Fact]
    public void A_clock_that_is_corrected_by_seconds_is_fine() =>
        Assert.Equal(Verdict.Ok, ClockCheck.Judge(Sample.Now, ("/d/key", Sample.Now.AddSeconds(30))).Verdict);

    [Fact]
    public void Each_part_of_another_version_is_told_with_what_that_means()
    {
        var keeper = new KeeperStatus("0.9", 3);
        var runner = new RunnerStatus("e", "1.1", 2, Sample.Now, keeper, 0, 0, 0, []);
        var status = new ServerStatus("http://x", "1.2", 1, Sample.Now, "sqlite", new RunnerLink("connected", null), runner);
        Finding[] found = [.. VersionsCheck.Judge("1.3", status)];
        Assert.Equal([Verdict.Warning, Verdict.Warning, Verdict.Ok], found.Select(finding => finding.Verdict));
        Assert.Contains("stays so while its shells live", found[2].Found, StringComparison.Ordinal);
        Assert.Single(VersionsCheck.Judge("1.2", status with { Runner = null }));
    }

    [Fact]
    public void A_long_finding_goes_on_below_itself_and_names_the_next_step()
    {
        var report = DoctorReport.Of("/d", [Finding.Ok("disk", "Fine"), Finding.Problem("databases", "one two three four five six seven", "Do it")]);
        Assert.Equal(
            [
                "ok       disk       Fine",
                "problem  databases  one two three four five six",
                "                    seven",
                "                    Next: Do it",
                "",
                "1 problem with /d.",
            ],
            FindingList.Lines(report, 50, colored: false));
        Assert.Contains("\e[31mproblem\e[0m", string.Concat(FindingList.Lines(report, 50, colored: true)), StringComparison.Ordinal);
    }
}
