using Dispatch.Cli.Tests.Support;

namespace Dispatch.Cli.Tests.Agents;

/// <summary>Agents of one's own, and servers for agents, from the shell: against real programs.</summary>
public sealed class OwnAgentTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _data = new();

    public async Task InitializeAsync() => Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);

    public Task DisposeAsync() => RunAsync("stop", "--all", "--yes");

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task One_is_registered_given_a_server_prompted_and_forgotten()
    {
        var agent = Path.Combine(AppContext.BaseDirectory, "agent.mjs");
        Assert.Equal(new CliResult(0, "", ""), await RunAsync("agents", "add", "mine", "--title", "My own", "--env", "MINE=a=b", "--", "node", agent));
        Assert.Contains("mine      My own       installed", (await RunAsync("agents")).Output, StringComparison.Ordinal);
        Assert.Equal("a=b\n", (await RunAsync("agent", "--agent", "mine", "variable MINE")).Output);

        Assert.Contains("no server", (await RunAsync("agents", "mcp")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("agents", "mcp", "add", "notes", "--env", "KEY=hush", "--", "notes-server", "--all")).ExitCode);
        Assert.Equal(0, (await RunAsync("agents", "mcp", "add", "web", "--url", "https://mcp.example/mcp", "--header", "Authorization=Bearer hush")).ExitCode);
        var listed = (await RunAsync("agents", "mcp")).Output;
        Assert.Contains("notes  stdio  notes-server --all       KEY            this workspace", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", listed, StringComparison.Ordinal);
        Assert.Contains("\"command\":\"notes-server\"", (await RunAsync("agent", "--agent", "mine", "servers")).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("agents", "mcp", "rm", "notes")).ExitCode);
        Assert.Equal(0, (await RunAsync("agents", "remove", "mine")).ExitCode);
        Assert.DoesNotContain("My own", (await RunAsync("agents")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cant_be_installed_exits_with_1_and_shows_why()
    {
        Assert.Contains("There is no agent 'nobody'", (await RunAsync("agents", "install", "nobody")).OneError, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("agents", "add", "gone", "--package", "/nowhere/gone.tgz", "--", "gone")).ExitCode);

        var failed = await RunAsync("agents", "install", "gone");

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("/nowhere/gone.tgz", failed.Output, StringComparison.Ordinal);
        Assert.Contains("was not installed (exited ", failed.Error, StringComparison.Ordinal);
        Assert.Contains("not installed in the data folder", (await RunAsync("agents", "uninstall", "gone")).OneError, StringComparison.Ordinal);
    }

    private Task<CliResult> RunAsync(params string[] arguments) => DispatchProgram.RunAsync(_data.Path, arguments);
}
