using System.Diagnostics;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Tests.Workspaces;

namespace Dispatch.Runner.Tests.Agents;

/// <summary>Agents of one's own, and their installation from a package of npm's that the test makes.</summary>
public sealed class AgentInstallTests : IDisposable
{
    private const string Agents = "/api/workspaces/default/agents";

    private readonly string _home = Directory.CreateTempSubdirectory("dispatch-home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task An_agent_of_ones_own_is_registered_started_with_its_variables_and_forgotten()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var request = new RegisterAgent { Command = AgentTalk.Scripted, Title = "Mine", Env = new Dictionary<string, string> { ["MINE"] = "hush" } };
        Assert.Equal(204, (await RegisterAsync(runner, "mine", request)).Status);
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();

        var (listed, text) = await ListAsync(runner);
        Assert.Equal(("Mine", true, true), listed.Where(agent => agent.Id == "mine").Select(agent => (agent.Title, agent.Installed, agent.Registered == true)).Single());
        Assert.DoesNotContain("hush", text, StringComparison.Ordinal);

        // Its variables are in no event.
        var (_, client) = await StartAsync(runner, "mine", SandboxMode.None);
        await using (client)
        {
            Assert.Equal("hush", await client.AskAsync("variable MINE"));
            Assert.DoesNotContain(client.Messages, message => message is EventMessage { Type: EventTypes.SessionCreated } created && created.Data.ToString()!.Contains("hush", StringComparison.Ordinal));
        }

        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, Agents + "/mine")).Status);
        Assert.DoesNotContain((await ListAsync(runner)).Items, agent => agent.Id == "mine");
        Assert.Contains("agent.not-registered", (await runner.SendAsync(HttpMethod.Delete, Agents + "/mine")).Body, StringComparison.Ordinal);
        Assert.Contains("agent.not-registered", (await runner.SendAsync(HttpMethod.Delete, Agents + "/claude")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mine", """{"command":["a"]}""", "agent.bad-name")]
    [InlineData("mine", """{"command":[]}""", "agent.bad-command")]
    [InlineData("mine", """{"command":["./a"],"package":"a"}""", "agent.bad-command")]
    [InlineData("mine", """{"command":["a"],"package":"--registry=http://evil"}""", "agent.bad-package")]
    [InlineData("mine", """{"command":["a"],"title":"two\nlines"}""", "agent.bad-title")]
    [InlineData("mine", """{"command":["a"],"env":{"A=B":"c"}}""", "session.bad-variable")]
    public async Task What_is_no_agent_is_refused(string name, string json, string code)
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var (status, body) = await runner.SendAsync(HttpMethod.Put, $"{Agents}/{name}", json);
        Assert.Equal(400, status);
        Assert.Contains(code, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_is_installed_by_a_session_that_is_watched_runs_in_a_sandbox_and_is_removed()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await RegisterAsync(runner, "tiny", new RegisterAgent { Command = ["tiny-agent"], Package = await PackAsync() });
        Assert.Equal((false, null), (await ListAsync(runner)).Items.Where(agent => agent.Id == "tiny").Select(agent => (agent.Installed, agent.Managed)).Single());

        var installing = await InstallAsync(runner, "tiny");
        Assert.Equal("Install tiny", installing.Name);
        await runner.EndedAsync(installing.Id);
        var ended = await runner.GetAsync(installing.Id);
        Assert.True(ended.ExitCode == 0, await runner.TextAsync(installing.Id, "screen"));
        Assert.Equal((true, true), (await ListAsync(runner)).Items.Where(agent => agent.Id == "tiny").Select(agent => (agent.Installed, agent.Managed == true)).Single());

        // A script of the package would have run at its installation.
        Assert.False(File.Exists(Path.Combine(_home, "ran")));
        Assert.Equal(["tiny"], Directory.GetFileSystemEntries(runner.Data.Agents).Select(Path.GetFileName));

        // Its folder alone is there of all of Dispatch's data, and can't be written.
        var sandbox = File.Exists("/usr/bin/bwrap") ? SandboxMode.Workspace : SandboxMode.None;
        var (session, client) = await StartAsync(runner, "tiny", sandbox);
        await using (client)
        {
            Assert.Equal("well", await client.AskAsync("say well"));
            if (sandbox == SandboxMode.Workspace)
            {
                var shell = await runner.CreateAsync(new CreateSession { Command = [Path.Combine(runner.Data.Agents, "tiny", "node_modules", "tiny-agent", "look.sh"), runner.Data.Root], Sandbox = sandbox });
                await runner.EndedAsync(shell.Id);
                Assert.Equal("agents\nREADONLY", (await runner.TextAsync(shell.Id, "screen")).Trim());
            }

            Assert.Contains("agent.in-use", (await runner.SendAsync(HttpMethod.Delete, Agents + "/tiny/installation")).Body, StringComparison.Ordinal);
            Assert.Contains("agent.in-use", (await runner.SendAsync(HttpMethod.Post, Agents + "/tiny/installation")).Body, StringComparison.Ordinal);

            // To another workspace not even its name.
            using var other = await OtherAsync(runner);
            foreach (var method in (HttpMethod[])[HttpMethod.Delete, HttpMethod.Post])
            {
                var body = await other.AskAsync(method, "tiny");
                Assert.Contains("agent.in-use", body, StringComparison.Ordinal);
                Assert.DoesNotContain(session.Id, body, StringComparison.Ordinal);
                Assert.DoesNotContain(session.Name, body, StringComparison.Ordinal);
            }

            await runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/sessions/{session.Id}/end");
        }

        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, Agents + "/tiny/installation")).Status);
        Assert.False((await ListAsync(runner)).Items.Single(agent => agent.Id == "tiny").Installed);
        Assert.Contains("agent.not-managed", (await runner.SendAsync(HttpMethod.Delete, Agents + "/tiny/installation")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_installation_that_is_killed_leaves_nothing_that_counts_and_the_next_one_succeeds()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await RegisterAsync(runner, "tiny", new RegisterAgent { Command = ["tiny-agent"], Package = await PackAsync() });

        using var other = await OtherAsync(runner);
        var both = await Task.WhenAll(InstallAsync(runner, "tiny"), InstallAsync(runner, "tiny"));
        var killed = both[0];
        Assert.Equal(killed.Id, both[1].Id);
        var elsewhere = await other.AskAsync(HttpMethod.Post, "tiny");
        Assert.Contains("agent.being-installed", elsewhere, StringComparison.Ordinal);
        Assert.DoesNotContain(killed.Id, elsewhere, StringComparison.Ordinal);
        while (!Directory.Exists(Path.Combine(runner.Data.Agents, ".tiny.part", "node_modules")) && (await runner.GetAsync(killed.Id)).State == SessionState.Running)
        {
            await Task.Yield();
        }

        await runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/sessions/{killed.Id}/end", """{"signal":"SIGKILL"}""");
        await runner.EndedAsync(killed.Id);
        Assert.Equal((await runner.GetAsync(killed.Id)).ExitCode == 0, (await ListAsync(runner)).Items.Single(agent => agent.Id == "tiny").Installed);

        var again = await InstallAsync(runner, "tiny");
        await runner.EndedAsync(again.Id);
        Assert.True((await ListAsync(runner)).Items.Single(agent => agent.Id == "tiny").Installed, await runner.TextAsync(again.Id, "screen"));
    }

    [Fact]
    public async Task What_cant_be_installed_says_why()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"agents":{"own":["own-agent"]}}""", [("HOME", _home)]);
        Assert.Contains("agent.not-found", (await runner.SendAsync(HttpMethod.Post, Agents + "/nobody/installation")).Body, StringComparison.Ordinal);
        Assert.Contains("agent.no-package", (await runner.SendAsync(HttpMethod.Post, Agents + "/own/installation")).Body, StringComparison.Ordinal);

        // A package that has no such program, or isn't there, is a session that failed.
        await RegisterAsync(runner, "wrong", new RegisterAgent { Command = ["another"], Package = await PackAsync() });
        var session = await InstallAsync(runner, "wrong");
        await runner.EndedAsync(session.Id);
        Assert.Equal(1, (await runner.GetAsync(session.Id)).ExitCode);
        Assert.Contains("The package has no program another.", await runner.TextAsync(session.Id, "screen"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(runner.Data.Agents, "wrong")));
    }

    private static async Task<Other> OtherAsync(RunnerFixture runner)
    {
        var client = new WorkspaceClient(runner);
        return new Other(runner, client, (await client.CreateAsync(new CreateWorkspace { Folder = client.Folder("other") })).Id);
    }

    private sealed record Other(RunnerFixture Runner, WorkspaceClient Client, string Id) : IDisposable
    {
        public async Task<string> AskAsync(HttpMethod method, string agent)
        {
            using var http = Runner.Client(Runner.Token(workspace: Id));
            using var request = new HttpRequestMessage(method, $"/api/workspaces/{Id}/agents/{agent}/installation");
            using var answer = await http.SendAsync(request, RunnerFixture.Patience);
            return await answer.Content.ReadAsStringAsync();
        }

        public void Dispose() => Client.Dispose();
    }

    private static async Task<(int Status, string Body)> RegisterAsync(RunnerFixture runner, string name, RegisterAgent request) =>
        await runner.SendAsync(HttpMethod.Put, $"{Agents}/{name}", JsonSerializer.Serialize(request, Wire.Default.RegisterAgent));

    private static async Task<(IReadOnlyList<AgentInfo> Items, string Text)> ListAsync(RunnerFixture runner)
    {
        var text = (await runner.SendAsync(HttpMethod.Get, Agents)).Body;
        return (JsonSerializer.Deserialize(text, Wire.Default.AgentList)!.Items, text);
    }

    private static async Task<SessionInfo> InstallAsync(RunnerFixture runner, string agent)
    {
        var (status, body) = await runner.SendAsync(HttpMethod.Post, $"{Agents}/{agent}/installation");
        Assert.True(status == 201, body);
        return JsonSerializer.Deserialize(body, Wire.Default.SessionInfo)!;
    }

    private static async Task<(SessionInfo Session, AttachedTestClient Client)> StartAsync(RunnerFixture runner, string agent, SandboxMode sandbox)
    {
        var session = await runner.CreateAsync(new CreateSession { Kind = "agent", Agent = agent, Sandbox = sandbox });
        var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(AgentEvents.Ready);
        return (session, client);
    }

    /// <summary>The scripted agent as a package, as npm packs it.</summary>
    private async Task<string> PackAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_home, "package")).FullName;
        const UnixFileMode program = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "package.json"),
            """{"name":"tiny-agent","version":"1.0.0","type":"module","bin":{"tiny-agent":"agent.mjs"},"scripts":{"postinstall":"touch $HOME/ran"}}""");
        await File.WriteAllTextAsync(Path.Combine(folder, "agent.mjs"), "#!/usr/bin/env node\n" + await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "agent.mjs")));
        await File.WriteAllTextAsync(Path.Combine(folder, "look.sh"), "#!/bin/sh\nls \"$1\"\ntouch \"$0\" 2>/dev/null && echo WRITTEN || echo READONLY\n");
        File.SetUnixFileMode(Path.Combine(folder, "agent.mjs"), program);
        File.SetUnixFileMode(Path.Combine(folder, "look.sh"), program);
        var start = new ProcessStartInfo("npm", ["pack", "--silent"]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["HOME"] = _home;
        using var npm = Process.Start(start)!;
        await npm.WaitForExitAsync(RunnerFixture.Patience);
        return Path.Combine(folder, "tiny-agent-1.0.0.tgz");
    }
}
