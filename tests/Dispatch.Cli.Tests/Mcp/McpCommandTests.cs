using System.Text.Json;
using Dispatch.Cli.Tests.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Dispatch.Cli.Tests.Mcp;

/// <summary>Against real programs, by a client of another make.</summary>
public sealed class McpCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _data = new();

    public async Task InitializeAsync() => Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);

    public Task DisposeAsync() => RunAsync("stop", "--all", "--yes");

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task An_agent_that_starts_it_runs_a_command_in_a_session_that_people_see()
    {
        await using var client = await ConnectAsync();
        Assert.Equal("dispatch", client.ServerInfo?.Name);

        var session = JsonDocument.Parse(await SayAsync(client, "start_session", new() { ["command"] = new[] { "bash" }, ["name"] = "theirs" }))
            .RootElement.GetProperty("id").GetString()!;
        var ran = await SayAsync(client, "run_command", new() { ["session"] = session, ["command"] = "echo $((6 * 7))" });

        Assert.EndsWith("\n42", ran, StringComparison.Ordinal);
        Assert.Contains("theirs", (await RunAsync("ls")).Output, StringComparison.Ordinal);

        // While one waits, another is answered; and what is taken back is waited for no longer.
        using var taken = new CancellationTokenSource();
        var waiting = client.CallToolAsync("wait_for_command", new Dictionary<string, object?> { ["session"] = session, ["timeout_seconds"] = 600 }, cancellationToken: taken.Token).AsTask();
        Assert.Contains("42", await SayAsync(client, "read_screen", new() { ["session"] = session }), StringComparison.Ordinal);
        await taken.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task It_is_for_a_workspace_and_only_reads_when_it_is_told_to()
    {
        await using var client = await ConnectAsync("--read-only", "--workspace", "default");

        Assert.DoesNotContain("run_command", (await client.ListToolsAsync()).Select(tool => tool.Name));
        Assert.Equal("[]", await SayAsync(client, "list_sessions", []));
        var refused = await client.CallToolAsync("list_sessions", new Dictionary<string, object?> { ["workspace"] = "other" });
        Assert.True(refused.IsError);
    }

    [Fact]
    public async Task What_is_no_message_leaves_it_running_and_its_end_is_that_of_its_input()
    {
        const string requests = """printf '%s\n' '{' 'hello' '[1]' '{"jsonrpc":"2.0","id":1,"method":"ping"}' | $DISPATCH mcp""";
        var result = await DispatchProgram.ShellAsync(_data.Path, requests);

        Assert.Equal(0, result.ExitCode);
        Assert.All(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Equal("2.0", JsonDocument.Parse(line).RootElement.GetProperty("jsonrpc").GetString()));
        Assert.Equal(3, result.Output.Split('\n').Count(line => line.Contains("-32700", StringComparison.Ordinal)));
        Assert.Contains(result.Output.Split('\n'), line => line.Contains("\"id\":1", StringComparison.Ordinal) && line.Contains("result", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_gone_is_told_and_found_again()
    {
        var port = JsonDocument.Parse((await RunAsync("status", "--json")).Output).RootElement.GetProperty("url").GetString()!.Split(':')[^1].TrimEnd('/');
        await using var client = await ConnectAsync();
        Assert.Equal("[]", await SayAsync(client, "list_sessions", []));

        Assert.Equal(0, (await RunAsync("stop")).ExitCode);
        var refused = await Assert.ThrowsAsync<ModelContextProtocol.McpProtocolException>(async () => await client.CallToolAsync("list_sessions"));
        Assert.Contains("dispatch status", refused.Message, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("start", "--port", port)).ExitCode);
        Assert.Equal("[]", await SayAsync(client, "list_sessions", []));
    }

    [Fact]
    public async Task A_token_is_made_listed_and_revoked()
    {
        var made = await RunAsync("mcp", "token", "laptop", "--read-only", "--days", "3");
        Assert.Equal(0, made.ExitCode);
        Assert.Matches("^dt_[A-Za-z0-9_-]{43}\n$", made.Output);
        var id = made.OneError.Split(' ')[^1];

        var listed = (await RunAsync("mcp", "tokens")).Output;
        Assert.Contains($"{id}  laptop  reads  all", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("dt_", listed, StringComparison.Ordinal);

        // The program itself is served by it too, as far as it goes.
        const string asToken = "DISPATCH_KEY=$1 exec $DISPATCH ";
        Assert.Equal(0, (await DispatchProgram.ShellAsync(_data.Path, asToken + "ls", made.Output.Trim())).ExitCode);
        Assert.Contains("session.create", (await DispatchProgram.ShellAsync(_data.Path, asToken + "new", made.Output.Trim())).OneError, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("mcp", "revoke", id)).ExitCode);
        Assert.Equal(1, (await DispatchProgram.ShellAsync(_data.Path, asToken + "ls", made.Output.Trim())).ExitCode);
        Assert.Equal($"dispatch: No device {id} is signed in; GET /api/devices lists those that are.", (await RunAsync("mcp", "revoke", id)).OneError);
    }

    private async Task<McpClient> ConnectAsync(params string[] arguments) => await McpClient.CreateAsync(new StdioClientTransport(new StdioClientTransportOptions
    {
        Command = DispatchProgram.Program,
        Arguments = ["mcp", .. arguments],
        EnvironmentVariables = new Dictionary<string, string?> { ["DISPATCH_HOME"] = _data.Path },
    }));

    private static async Task<string> SayAsync(McpClient client, string tool, Dictionary<string, object?> arguments)
    {
        var result = await client.CallToolAsync(tool, arguments);
        var text = Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
        Assert.False(result.IsError ?? false, text);
        return text;
    }

    private Task<CliResult> RunAsync(params string[] arguments) => DispatchProgram.RunAsync(_data.Path, arguments);
}
