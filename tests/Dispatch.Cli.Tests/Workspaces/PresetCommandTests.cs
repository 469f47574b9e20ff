using System.Text.Json;
using Dispatch.Cli.Tests.Support;

namespace Dispatch.Cli.Tests.Workspaces;

/// <summary>Against real programs: what ran is saved, ended, and runs again where it was.</summary>
public sealed class PresetCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _data = new();
    private readonly TestFolder _folder = new();

    public async Task InitializeAsync()
    {
        Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);
        Assert.Equal(0, (await RunAsync("workspace", "new", "shop", "--folder", Path.Combine(_folder.Path, "shop"))).ExitCode);
    }

    public Task DisposeAsync() => RunAsync("stop", "--all", "--yes");

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task What_runs_is_saved_listed_started_again_renamed_and_removed()
    {
        var web = Directory.CreateDirectory(Path.Combine(_folder.Path, "shop", "web")).FullName;
        Assert.Equal("dispatch: Nothing is open here that a preset could start again. Open a terminal or a file, and save it then.",
            (await RunAsync("workspace", "preset", "save", "work", "-w", "shop")).OneError);
        Assert.StartsWith("There is no preset yet.", (await RunAsync("workspace", "preset", "ls", "-w", "shop")).OneError, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("new", "-w", "shop", "--name", "server", "--cwd", web, "--", "sleep", "1000")).ExitCode);
        Assert.Equal(0, (await RunAsync("new", "-w", "shop", "--name", "tests", "--", "cat")).ExitCode);

        Assert.Equal(new CliResult(0, $"server: sleep 1000 in {web}\ntests: cat in {Path.Combine(_folder.Path, "shop")}\n", ""), await RunAsync("workspace", "preset", "save", "work", "-w", "shop"));
        Assert.StartsWith("dispatch: The workspace has a preset 'work' already.", (await RunAsync("workspace", "preset", "save", "Work", "-w", "shop")).OneError, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("workspace", "preset", "save", "half", "-w", "shop", "--session", "tests")).ExitCode);
        Assert.Matches($"NAME +SESSIONS +SAVED +WHAT *\nhalf +1 .*\nwork +2 .*sleep 1000 in {web}", (await RunAsync("workspace", "preset", "ls", "-w", "shop")).Output);
        foreach (var name in new[] { "server", "tests" })
        {
            Assert.Equal(0, (await RunAsync("kill", "-w", "shop", name)).ExitCode);
            await RunAsync("wait", "-w", "shop", name);
            Assert.Equal(0, (await RunAsync("rm", "-w", "shop", name)).ExitCode);
        }

        var started = await RunAsync("workspace", "preset", "start", "WORK", "-w", "shop");
        Assert.Equal((0, ""), (started.ExitCode, started.Error));
        using (var sessions = JsonDocument.Parse((await RunAsync("ls", "-w", "shop", "--json")).Output))
        {
            Assert.Equal(
                started.Output.Trim().Split('\n').Order(StringComparer.Ordinal),
                sessions.RootElement.EnumerateArray().Select(session => session.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));
            Assert.Equal(web, sessions.RootElement.EnumerateArray().Single(session => session.GetProperty("name").GetString() == "server").GetProperty("cwd").GetString());
        }

        // Its folder went: the rest starts, and it is said which didn't.
        Directory.Delete(web);
        var partly = await RunAsync("workspace", "preset", "start", "work", "-w", "shop");
        Assert.Equal(1, partly.ExitCode);
        Assert.Single(partly.Output.Trim().Split('\n'));
        Assert.Contains($"The session 'server' was not started: The folder {web} isn't there.", partly.Error, StringComparison.Ordinal);
        Assert.Contains("dispatch: 1 of 2 sessions of the preset 'work' could not be started; the others run", partly.Error, StringComparison.Ordinal);

        Assert.Equal(new CliResult(0, "", ""), await RunAsync("workspace", "preset", "rename", "work", "mornings", "-w", "shop"));
        Assert.Equal(new CliResult(0, "", ""), await RunAsync("workspace", "preset", "rm", "half", "-w", "shop"));
        Assert.StartsWith("dispatch: There is no preset 'half'.", (await RunAsync("workspace", "preset", "start", "half", "-w", "shop")).OneError, StringComparison.Ordinal);
        using var left = JsonDocument.Parse((await RunAsync("workspace", "preset", "ls", "-w", "shop", "--json")).Output);
        Assert.Equal("mornings", Assert.Single(left.RootElement.EnumerateArray()).GetProperty("name").GetString());
    }

    private Task<CliResult> RunAsync(params string[] arguments) => DispatchProgram.RunAsync(_data.Path, arguments);
}
