using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Dispatch.Cli.Tests.Support;

namespace Dispatch.Cli.Tests.Doctor;

/// <summary>The real command, on data folders of every kind.</summary>
public sealed class DoctorTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task With_nothing_there_nothing_is_wrong_and_nothing_is_made()
    {
        var data = Path.Combine(_folder.Path, "none");
        var result = await RunAsync("--data", data);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("  folder     ", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output);
        Assert.False(Path.Exists(data));
    }

    [Fact]
    public async Task While_all_of_it_runs_it_is_said_to_run()
    {
        Assert.Equal(0, (await DispatchProgram.RunAsync(_folder.Path, "start", "--port", "0")).ExitCode);
        try
        {
            using var report = await ReportAsync(0);
            Assert.StartsWith("Server, runner and keeper run at http://127.0.0.1:", Found(report, "running"), StringComparison.Ordinal);
            Assert.StartsWith("All that runs is of this version", Found(report, "versions"), StringComparison.Ordinal);
            Assert.StartsWith("The server answers at http://127.0.0.1:", Found(report, "port"), StringComparison.Ordinal);
            Assert.Contains("keeper", Found(report, "files"), StringComparison.Ordinal);
        }
        finally
        {
            await DispatchProgram.RunAsync(_folder.Path, "stop", "--all", "--yes");
        }

        using var after = await ReportAsync(0);
        Assert.StartsWith("Nothing runs", Found(after, "running"), StringComparison.Ordinal);
        Assert.Contains("read from the files", Found(after, "databases"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_another_program_has_is_a_warning_with_a_way_around()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var report = await ReportAsync(0, "--port", $"{port}");
        var finding = Check(report, "port");
        Assert.Equal(("warning", $"Port {port} is taken by another program"), (finding.GetProperty("verdict").GetString(), Found(report, "port")));
        Assert.Contains("dispatch start --port 0", finding.GetProperty("next").GetString(), StringComparison.Ordinal);

        using var any = await ReportAsync(0, "--port", "0");
        Assert.Equal("Port 0 is free", Found(any, "port"));
    }

    [Fact]
    public async Task Every_check_tells_what_it_found()
    {
        using var report = await ReportAsync(0, "--port", "0");
        Assert.Equal(
            ["programs", "folder", "settings", "databases", "running", "versions", "port", "disk", "clock", "files", "watches", "processes", "metrics"],
            report.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("check").GetString()).Distinct());
    }

    [Fact]
    public async Task A_foreign_file_in_the_place_of_the_database_is_named_and_left_alone()
    {
        await File.WriteAllTextAsync(_folder.Data.ServerDatabase, "This is my diary.");
        File.SetUnixFileMode(_folder.Data.ServerDatabase, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var report = await ReportAsync(1);
        Assert.Equal($"{_folder.Data.ServerDatabase} is no database", Found(report, "databases"));
        Assert.Equal("This is my diary.", await File.ReadAllTextAsync(_folder.Data.ServerDatabase));
    }

    [Fact]
    public async Task A_database_that_is_cut_off_is_named()
    {
        var header = new byte[4096];
        "SQLite format 3\0"u8.CopyTo(header);
        (header[16], header[17], header[31]) = (0x10, 0x00, 3);
        var log = _folder.Data.WorkspaceLog("default");
        Directory.CreateDirectory(Path.GetDirectoryName(log)!, Private);
        await File.WriteAllBytesAsync(log, header);
        using var report = await ReportAsync(1);
        Assert.Equal($"{log} is cut off: 4096 bytes are there of 12288", Found(report, "databases"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"disk":{"lowPercent":150}}""")]
    public async Task Settings_that_can_not_be_read_are_named(string settings)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "runner.json"), settings);
        using var report = await ReportAsync(1);
        Assert.StartsWith($"{_folder.Path}/runner.json isn't valid settings", Found(report, "settings"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_file_of_settings_for_everybody_is_named_with_the_line_and_the_reason()
    {
        await File.WriteAllTextAsync(_folder.Data.SettingsFile, "{\n  \"theme\": \"blue\"\n}");

        using var report = await ReportAsync(1);

        var found = report.RootElement.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("verdict").GetString() == "problem");
        Assert.StartsWith(
            $"The settings for everybody are broken. {_folder.Data.SettingsFile}, line 2: theme must be one of", found.GetProperty("found").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_can_not_be_written_is_a_problem_and_one_open_to_others_a_warning()
    {
        var data = Directory.CreateDirectory(Path.Combine(_folder.Path, "d")).FullName;
        File.SetUnixFileMode(data, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var closed = await ReportAsync(1, "--data", data);
        Assert.Equal($"{data} can't be written by this account", Found(closed, "folder"));
        File.SetUnixFileMode(data, Private | UnixFileMode.OtherRead);
        using var open = await ReportAsync(0, "--data", data);
        Assert.Equal($"{data} is open to other accounts (704 instead of 700)", Found(open, "folder"));
    }

    [OnMounts]
    [InlineData("")]
    [InlineData("/not/there/yet")]
    public async Task A_read_only_file_system_is_told_from_a_lack_of_permission(string below)
    {
        var disk = Directory.CreateDirectory(Path.Combine(_folder.Path, "disk")).FullName;
        // In a namespace of mounts of its own.
        var result = await DispatchProgram.ShellAsync(
            _folder.Path, "exec unshare -m sh -c 'mount -t tmpfs -o size=64k,ro,mode=0700 ro \"$1\" || exit 99; exec \"$DISPATCH\" doctor --json --port 0 --data \"$1$2\"' sh \"$@\"", disk, below);
        Assert.Equal(1, result.ExitCode);
        using var report = JsonDocument.Parse(result.Output);
        Assert.Equal($"{disk}{below} can't be {(below.Length == 0 ? "written" : "made")}: the file system at {disk} is read-only", Found(report, "folder"));
        var next = Check(report, "folder").GetProperty("next").GetString();
        Assert.Contains($"mount -o remount,rw {disk}", next, StringComparison.Ordinal);
        Assert.DoesNotContain("chmod", next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_a_problem()
    {
        using var report = await ReportAsync(1, "--data", "/dev/null/data");
        Assert.Equal("problem", Check(report, "folder").GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task A_folder_whose_sockets_would_have_too_long_a_path_is_a_problem()
    {
        using var report = await ReportAsync(1, "--data", Path.Combine(_folder.Path, new string('x', 100)));
        Assert.Contains("a socket's path ends at 107", Found(report, "folder"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_written_in_the_future_tells_of_a_clock_that_went_back()
    {
        var file = Path.Combine(_folder.Path, "key");
        await File.WriteAllTextAsync(file, "secret");
        File.SetLastWriteTimeUtc(file, new DateTime(2099, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        using var report = await ReportAsync(1);
        Assert.Contains($"{file} was written at 2099-01-02 03:04:05 UTC", Found(report, "clock"), StringComparison.Ordinal);
    }

    private Task<CliResult> RunAsync(params string[] arguments) => DispatchProgram.RunAsync(_folder.Path, ["doctor", .. arguments]);

    private async Task<JsonDocument> ReportAsync(int exitCode, params string[] arguments)
    {
        var result = await RunAsync(["--json", .. arguments]);
        Assert.Equal("", result.Error);
        Assert.True(exitCode == result.ExitCode, result.Output);
        return JsonDocument.Parse(result.Output);
    }

    private static JsonElement Check(JsonDocument report, string check) =>
        report.RootElement.GetProperty("findings").EnumerateArray().First(finding => finding.GetProperty("check").GetString() == check);

    private static string Found(JsonDocument report, string check) => Check(report, check).GetProperty("found").GetString()!;
}
