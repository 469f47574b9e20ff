using System.Text.Json;
using System.Text.RegularExpressions;
using Dispatch.Cli.Tests.Support;

namespace Dispatch.Cli.Tests.Databases;

/// <summary>The databases of the real programs: which version they have, and how they come to it.</summary>
public sealed class SchemaTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _folder = new();

    private string Server => Regex.Escape(_folder.Data.ServerDatabase);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => RunAsync("stop", "--all", "--yes");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_database_is_made_once_by_migrating_and_not_beside_a_server_that_has_done_it()
    {
        Assert.Matches($@"^{Server}: no tables yet, the next start makes them \(schema \d+\)\n( +\d+ \S+  pending  sha256 [0-9a-f]{{64}}\n)+$", await DoneAsync("db", "status"));
        Assert.Matches($@"^{Server}: made, schema \d+\n$", await DoneAsync("db", "migrate"));
        Assert.Matches($@"^{Server}: schema \d+, nothing was pending\n$", await DoneAsync("db", "migrate"));
        using var again = JsonDocument.Parse(await DoneAsync("db", "migrate", "--json"));
        Assert.Equal(again.RootElement.GetProperty("from").GetInt64(), again.RootElement.GetProperty("to").GetInt64());

        await DoneAsync("start", "--port", "0");
        var refused = await RunAsync("db", "migrate");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("dispatch stop", refused.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_of_each_database_is_told_with_its_scripts_while_all_runs_and_after()
    {
        await DoneAsync("start", "--port", "0");
        var running = await DoneAsync("db", "status");
        Assert.Matches($@"^{Server}: schema (\d+) of \1, \d+ kB\n( +\d+ \S+  applied \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\dZ  sha256 [0-9a-f]{{64}}\n)+", running);
        Assert.Matches($@"\n{Regex.Escape(_folder.Data.WorkspaceLog("default"))}: format (\d+) of \1, nothing pending, \d+ kB\n$", running);

        await DoneAsync("stop", "--all", "--yes");
        using var stopped = JsonDocument.Parse(await DoneAsync("db", "status", "--json"));
        var server = stopped.RootElement.GetProperty("server");
        Assert.Equal(("sqlite", _folder.Data.ServerDatabase), (server.GetProperty("engine").GetString(), server.GetProperty("location").GetString()));
        Assert.Equal(_folder.Data.WorkspaceLog("default"), Assert.Single(stopped.RootElement.GetProperty("logs").EnumerateArray()).GetProperty("log").GetString());
    }

    private async Task<string> DoneAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True((result.ExitCode, result.Error) == (0, ""), $"dispatch {string.Join(' ', arguments)}: {result.Error}{result.Output}");
        return result.Output;
    }

    private Task<CliResult> RunAsync(params string[] arguments) => DispatchProgram.RunAsync(_folder.Path, arguments);
}
