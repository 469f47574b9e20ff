using System.Diagnostics;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Native;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Tests.Hosting;

public class StartTests
{
    [Fact]
    public async Task A_second_runner_leaves_a_healthy_one_alone()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var (code, error) = await RunAsync(runner.Command("--second"));
        Assert.Equal(0, code);
        Assert.Contains("already serves", error, StringComparison.Ordinal);
        Assert.Equal(200, (await runner.SendAsync(HttpMethod.Get, "/runner/status")).Status);
    }

    [Fact]
    public async Task A_hung_runner_is_ended_before_the_next_takes_its_place()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/cat"] });
        var hung = runner.Pid;
        using (var handle = ProcessHandle.TryOpen(hung))
        {
            handle!.Send(19);
        }

        await runner.StartRunnerAsync();
        Assert.False(Directory.Exists($"/proc/{hung}") && File.ReadAllText($"/proc/{hung}/stat").Contains(") T", StringComparison.Ordinal));
        Assert.Equal(session.Pid, (await runner.GetAsync(session.Id)).Pid);
    }

    [Fact]
    public async Task A_corrupted_log_is_named_and_left_alone()
    {
        await using var runner = await RunnerFixture.StartAsync();
        await runner.StopRunnerAsync();
        var log = runner.Data.WorkspaceLog("default");
        await File.WriteAllTextAsync(log, new string('x', 8192));
        var (code, error) = await RunAsync(runner.Command("--again"));
        Assert.Equal(1, code);
        Assert.Contains(log, Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.StartsWith("xxxx", await File.ReadAllTextAsync(log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_of_a_newer_version_is_named_and_left_alone()
    {
        await using var runner = await RunnerFixture.StartAsync();
        await runner.StopRunnerAsync();
        await using (var connection = new SqliteConnection($"Data Source={runner.Data.WorkspaceLog("default")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=DELETE; PRAGMA user_version=99";
            await command.ExecuteNonQueryAsync();
        }

        var before = await File.ReadAllBytesAsync(runner.Data.WorkspaceLog("default"));
        var (code, error) = await RunAsync(runner.Command("--again"));
        Assert.Equal(before, await File.ReadAllBytesAsync(runner.Data.WorkspaceLog("default")));
        Assert.Equal(1, code);
        Assert.Contains("newer version", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Started_with_SIGCHLD_ignored_it_refuses_and_says_what_to_do()
    {
        // Not sh: dash keeps an ignored SIGCHLD to itself.
        var folder = Path.Combine(Path.GetTempPath(), "dispatch-never-made");
        var start = new ProcessStartInfo("/bin/bash")
        {
            ArgumentList = { "-c", $"trap '' CHLD; exec \"$0\" --data {folder} --environment x", Path.Combine(AppContext.BaseDirectory, "Dispatch.Runner") },
        };
        var (code, error) = await RunAsync(start);
        Assert.Equal(1, code);
        Assert.Contains("SIGCHLD", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_bad_limit_is_named_with_what_would_be_right()
    {
        await using var runner = await RunnerFixture.StartAsync();
        await runner.StopRunnerAsync();
        await File.WriteAllTextAsync(Path.Combine(runner.Data.Root, "runner.json"), """{"limits":{"sessions":0}}""");
        var (code, error) = await RunAsync(runner.Command("--again"));
        Assert.Equal(1, code);
        Assert.Contains("limits.sessions must be 1 or more", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_in_the_repository_is_what_the_runner_says_of_itself()
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Dispatch.Runner"))
        {
            ArgumentList = { "--openapi" },
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(RunnerFixture.Patience);
        var kept = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot(), "src", "Dispatch.Runner", "runner.openapi.json"));
        Assert.True(said.Trim() == kept.Trim(), "src/Dispatch.Runner/runner.openapi.json is stale: write 'Dispatch.Runner --openapi' to it");
    }

    private static string RepositoryRoot()
    {
        var source = typeof(StartTests).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
            .Cast<System.Reflection.AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "RepositoryRoot").Value!;
        return Path.GetFullPath(source);
    }

    private static async Task<(int Code, string Error)> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(RunnerFixture.Patience);
        await process.WaitForExitAsync(RunnerFixture.Patience);
        return (process.ExitCode, error);
    }
}
