using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;

namespace Dispatch.Runner.Tests.Agents;

/// <summary>Servers of the Model Context Protocol that a scripted agent is given.</summary>
public sealed class McpServerTests : IDisposable
{
    private const string Servers = "/api/workspaces/default/mcp-servers";

    private const string Everywhere = """{"mcpServers":{"notes":{"command":"notes-server","args":["--all"],"env":{"KEY":"hush"}},"shared":{"command":"shared"}}}""";

    private readonly string _home = Directory.CreateTempSubdirectory("dispatch-home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task An_agent_is_given_those_of_the_runner_and_of_its_workspace_in_the_protocols_own_shape_also_after_a_restart()
    {
        await using var runner = await RunnerFixture.StartAsync(Everywhere, [("HOME", _home)]);
        await SetAsync(runner, "web", """{"url":"https://mcp.example/x","headers":{"Authorization":"Bearer secret"}}""");
        await SetAsync(runner, "old", """{"type":"sse","url":"https://mcp.example/sse"}""");
        await SetAsync(runner, "shared", """{"command":"of-the-workspace"}""");
        var (session, client) = await runner.StartAgentAsync();

        // Not by sse, which this agent doesn't take.
        const string given = """
            [{"name":"notes","command":"notes-server","args":["--all"],"env":[{"name":"KEY","value":"hush"}]},{"name":"shared","command":"of-the-workspace","args":[],"env":[]},{"type":"http","name":"web","url":"https://mcp.example/x","headers":[{"name":"Authorization","value":"Bearer secret"}]}]
            """;
        Assert.Equal(given.Trim(), await client.AskAsync("servers"));

        await client.DisposeAsync();
        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, Servers + "/web")).Status);
        await runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/sessions/{session.Id}/end");
        await runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/sessions/{session.Id}/restart");
        await using var again = await runner.AttachAsync(session.Id);
        await again.UntilAsync<Protocol.Attach.EventMessage>(message => message.Type == AgentEvents.Ready && AgentTalk.Read(message, Wire.Default.AgentReady).Loaded);
        var names = JsonDocument.Parse(await again.AskAsync("servers")).RootElement.EnumerateArray().Select(server => server.GetProperty("name").GetString());
        Assert.Equal(["notes", "shared"], names);
    }

    [Fact]
    public async Task They_are_listed_without_their_secrets_and_kept_over_a_restart_in_a_file_of_the_account_alone()
    {
        await using var runner = await RunnerFixture.StartAsync(Everywhere, [("HOME", _home)]);
        await SetAsync(runner, "web", """{"url":"https://mcp.example/x","headers":{"Authorization":"Bearer secret"}}""");
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();

        var listed = (await runner.SendAsync(HttpMethod.Get, Servers)).Body;
        Assert.DoesNotContain("secret", listed.Replace("secrets", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", listed, StringComparison.Ordinal);
        var items = JsonSerializer.Deserialize(listed, Wire.Default.McpServerList)!.Items;
        Assert.Equal([("notes", "stdio", true), ("shared", "stdio", true), ("web", "http", false)], items.Select(server => (server.Name, server.Type, server.Everywhere == true)));
        Assert.Equal(["Authorization"], items[2].Secrets);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(runner.Data.AgentBookFile));

        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, Servers + "/web")).Status);
        Assert.Contains("mcp-server.not-found", (await runner.SendAsync(HttpMethod.Delete, Servers + "/notes")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_the_workspace_gives_nobody_a_server()
    {
        await File.WriteAllTextAsync(Path.Combine(_home, ".mcp.json"), """{"mcpServers":{"evil":{"command":"evil"}}}""");
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var (_, client) = await runner.StartAgentAsync();
        await using (client)
        {
            Assert.Equal("[]", await client.AskAsync("servers"));
        }
    }

    [Theory]
    [InlineData("x", "{}")]
    [InlineData("x", """{"command":""}""")]
    [InlineData("x", """{"type":"pigeon","command":"a"}""")]
    [InlineData("x", """{"url":"file:///etc/passwd"}""")]
    [InlineData("x", """{"command":"a","url":"http://b"}""")]
    [InlineData("x", """{"url":"http://b","headers":{"A":"b\r\nC: d"}}""")]
    [InlineData("x", """{"command":"a","env":{"A=B":"c"}}""")]
    [InlineData("No.Name", """{"command":"a"}""")]
    public async Task What_is_none_is_refused(string name, string json)
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        Assert.Equal(400, (await runner.SendAsync(HttpMethod.Put, $"{Servers}/{name}", json)).Status);
    }

    [Fact]
    public async Task A_book_that_cant_be_read_is_told_and_left_as_it_is()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await runner.StopRunnerAsync();
        await File.WriteAllTextAsync(runner.Data.AgentBookFile, "{ cut");
        await runner.StartRunnerAsync();

        Assert.Equal("""{"items":[]}""", (await runner.SendAsync(HttpMethod.Get, Servers)).Body);
        Assert.Contains("agent.book-unreadable", (await runner.SendAsync(HttpMethod.Put, Servers + "/x", """{"command":"a"}""")).Body, StringComparison.Ordinal);
        Assert.Equal("{ cut", await File.ReadAllTextAsync(runner.Data.AgentBookFile));
    }

    private static async Task SetAsync(RunnerFixture runner, string name, string json)
    {
        var answer = await runner.SendAsync(HttpMethod.Put, $"{Servers}/{name}", json);
        Assert.True(answer.Status == 204, answer.Body);
    }
}
