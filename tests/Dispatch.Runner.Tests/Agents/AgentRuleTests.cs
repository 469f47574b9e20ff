using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Tests.Feed;

namespace Dispatch.Runner.Tests.Agents;

/// <summary>What rules decide of what a scripted agent asks, through the real keeper.</summary>
public sealed class AgentRuleTests : IDisposable
{
    private const string Path = "/api/workspaces/default/agent-rules";
    private static readonly string[] Scripted = ["node", System.IO.Path.Combine(AppContext.BaseDirectory, "agent.mjs")];

    // The workspace that is always there is the home folder.
    private readonly string _home = Directory.CreateTempSubdirectory("dispatch-home-").FullName;
    private int _commands;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task What_a_rule_allows_is_done_at_once_and_said_with_the_rule()
    {
        await using var runner = await StartAsync();
        var rule = await AddAsync(runner, """{"decision":"allow","tool":"edit","pattern":"src/**"}""");
        Assert.Equal(("p_test", AgentRuleOrigin.Written), (rule.Principal, rule.Origin));
        Directory.CreateDirectory(System.IO.Path.Combine(_home, "src"));
        await using var client = await AgentAsync(runner);
        await PromptAsync(client, "edit src/a.txt changed");
        Assert.Equal("changed\n", await File.ReadAllTextAsync(System.IO.Path.Combine(_home, "src/a.txt")));

        var asked = Read(Assert.Single(client.Messages.OfType<EventMessage>(), fact => fact.Type == AgentEvents.Asked), Wire.Default.AgentAsked);
        var answered = Read(Assert.Single(client.Messages.OfType<EventMessage>(), fact => fact.Type == AgentEvents.Answered), Wire.Default.AgentAnswered);
        Assert.Equal(("allow", rule, rule), (answered.Option, answered.Verdict?.Rule, asked.Verdict?.Rule));

        // Nobody waited, so nobody is told.
        Assert.DoesNotContain((await FeedTests.ReadAsync(runner, "")).OfType<FeedEntry>(), entry => entry.Type is AgentEvents.Asked or AgentEvents.Answered);

        // Another folder is asked about, and one that is called so and lies elsewhere.
        Directory.CreateDirectory(System.IO.Path.Combine(_home, "other"));
        Directory.CreateSymbolicLink(System.IO.Path.Combine(_home, "src/link"), System.IO.Path.Combine(_home, "other"));
        foreach (var file in (string[])["b.txt", "src/../c.txt", "src/link/d.txt"])
        {
            await AskedAsync(client, $"edit {file} changed");
        }

        Assert.Contains((await FeedTests.ReadAsync(runner, "")).OfType<FeedEntry>(), entry => entry.Type == AgentEvents.Asked);

        Assert.Empty(Directory.GetFiles(System.IO.Path.Combine(_home, "other")));
    }

    [Fact]
    public async Task A_command_is_allowed_by_its_pattern_and_none_that_is_hidden_in_it()
    {
        await using var runner = await StartAsync();
        await AddAsync(runner, """{"decision":"allow","tool":"execute","pattern":"npm test *"}""");
        await AddAsync(runner, """{"decision":"deny","tool":"execute","pattern":"rm *"}""");
        await using var client = await AgentAsync(runner);
        Assert.Equal("allow", await OutcomeAsync(client, "npm test"));
        Assert.Equal("allow", await OutcomeAsync(client, "npm test -- --watch 'a b'"));
        foreach (var denied in (string[])["rm -rf x", "npm test; rm -rf x", "npm test && /bin/rm x", "echo $(rm x)", "npm test\nrm x", "A=1 sudo rm x", "r\\m x", "'rm' x"])
        {
            Assert.Equal("reject", await OutcomeAsync(client, denied));
        }

        foreach (var asked in (string[])["npm tests", "npm test; ls", "npm test | sh", "npm test `ls`", "npm test $(ls)", "npm test > out", "npm test\nls", "npm run test", "npm test &"])
        {
            await AskedAsync(client, Request(asked));
        }
    }

    [Fact]
    public async Task Keys_and_a_repositorys_own_files_are_refused_whatever_rules_allow()
    {
        await using var runner = await StartAsync();
        await AddAsync(runner, """{"decision":"allow"}""");
        await using var client = await AgentAsync(runner);
        Assert.Equal("allow", await OutcomeAsync(client, "ls | sort"));
        Directory.CreateDirectory(System.IO.Path.Combine(_home, ".ssh"));
        Directory.CreateSymbolicLink(System.IO.Path.Combine(_home, "harmless"), System.IO.Path.Combine(_home, ".ssh"));
        foreach (var (kind, file, why) in new[]
        {
            ("read", ".ssh/id_rsa", AgentReasons.Keys), ("read", "~/.ssh/id_rsa", AgentReasons.Keys), ("read", "harmless/id_rsa", AgentReasons.Keys),
            ("read", runner.Data.Root + "/key", AgentReasons.Keys), ("edit", ".git/hooks/pre-commit", AgentReasons.Repository), ("edit", "sub/.git/config", AgentReasons.Repository),
        })
        {
            Assert.Equal("reject", await OutcomeAsync(client, new { kind, rawInput = new { file_path = file } }));
            Assert.Equal(why, Read(client.Messages.OfType<EventMessage>().Last(fact => fact.Type == AgentEvents.Answered), Wire.Default.AgentAnswered).Verdict?.Why);
        }

        // Outside of the workspace no rule says yes.
        await AskedAsync(client, "request " + JsonSerializer.Serialize(new { kind = "read", rawInput = new { file_path = "../outside" } }));
    }

    [Fact]
    public async Task Deny_comes_before_ask_and_ask_before_allow_and_a_rule_of_another_agent_is_none()
    {
        await using var runner = await StartAsync("{\"agents\":{\"mine\":" + JsonSerializer.Serialize(Scripted) + "}}");
        await AddAsync(runner, """{"decision":"allow","agent":"mine","tool":"edit"}""");
        await AddAsync(runner, """{"decision":"ask","tool":"edit","pattern":"config/**"}""");
        await AddAsync(runner, """{"decision":"deny","tool":"edit","pattern":"*.pem"}""");
        await using var mine = await AgentAsync(runner, "mine");
        await using var other = await AgentAsync(runner);
        await AskedAsync(other, "edit a.txt x");
        await PromptAsync(mine, "edit a.txt x");
        Assert.True(File.Exists(System.IO.Path.Combine(_home, "a.txt")));
        await AskedAsync(mine, "edit config/a.txt x");
        await PromptAsync(mine, "edit config/a.pem x");
        Assert.Equal(AgentDecision.Deny, Read(mine.Messages.OfType<EventMessage>().Last(fact => fact.Type == AgentEvents.Answered), Wire.Default.AgentAnswered).Verdict?.Decision);
    }

    [Fact]
    public async Task In_plan_mode_nothing_is_changed_and_no_rule_runs_a_command()
    {
        await using var runner = await StartAsync();
        await AddAsync(runner, """{"decision":"allow"}""");
        await using var client = await AgentAsync(runner);
        Assert.True((await RunAsync(client, "mode", new { mode = "plan" })).Ok);
        await client.UntilAsync(AgentEvents.ModeChanged);
        await PromptAsync(client, "edit a.txt x");
        Assert.False(File.Exists(System.IO.Path.Combine(_home, "a.txt")));
        Assert.Equal(AgentReasons.Plan, Read(client.Messages.OfType<EventMessage>().Last(fact => fact.Type == AgentEvents.Answered), Wire.Default.AgentAnswered).Verdict?.Why);
        await AskedAsync(client, Request("ls"));
        Assert.Equal("allow", await OutcomeAsync(client, new { kind = "read", rawInput = new { file_path = "a.txt" } }));
    }

    [Fact]
    public async Task Rules_outlive_a_killed_runner_and_are_gone_once_removed()
    {
        await using var runner = await StartAsync();
        var rule = await AddAsync(runner, """{"decision":"allow","tool":"execute","pattern":"ls *","origin":"answered"}""");
        Assert.Equal(rule, await AddAsync(runner, """{"decision":"allow","tool":"execute","pattern":"ls *"}"""));
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        Assert.Equal([rule], await ListAsync(runner));
        await using var client = await AgentAsync(runner);
        Assert.Equal("allow", await OutcomeAsync(client, "ls"));
        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, $"{Path}/{rule.Id}")).Status);
        Assert.Equal(404, (await runner.SendAsync(HttpMethod.Delete, $"{Path}/{rule.Id}")).Status);
        await AskedAsync(client, Request("ls"));
        await runner.StopRunnerAsync();

        // Of one that can't be read nobody knows what it forbade.
        await runner.ChangeLogAsync("INSERT INTO meta VALUES ('agent-rule.bad', '{'), ('agent-rule.all', '{\"id\":\"all\",\"decision\":\"allow\",\"principal\":\"p\",\"at\":\"2026-01-01T00:00:00Z\",\"origin\":\"written\"}')");
        await runner.StartRunnerAsync();
        await using var after = await AgentAsync(runner);
        await AskedAsync(after, Request("ls"));
        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, $"{Path}/bad")).Status);
        Assert.Equal("allow", await OutcomeAsync(after, "ls"));
    }

    [Theory]
    [InlineData("""{"decision":"allow","tool":"edit","pattern":"../x"}""", "agent-rule.bad-pattern")]
    [InlineData("""{"decision":"allow","tool":"edit","pattern":""}""", "agent-rule.bad-pattern")]
    [InlineData("""{"decision":"allow","pattern":"src"}""", "agent-rule.bad-pattern")]
    [InlineData("""{"decision":"allow","tool":"fly"}""", "agent-rule.bad-tool")]
    [InlineData("""{"decision":"allow","agent":""}""", "agent-rule.bad-agent")]
    public async Task What_can_be_no_rule_is_refused_with_what_would_be_right(string request, string code)
    {
        await using var runner = await StartAsync();
        var (status, body) = await runner.SendAsync(HttpMethod.Post, Path, request);
        Assert.Equal(400, status);
        Assert.Contains(code, body, StringComparison.Ordinal);
        Assert.Empty(await ListAsync(runner));
    }

    private Task<RunnerFixture> StartAsync(string? settings = null) => RunnerFixture.StartAsync(settings, [("HOME", _home)]);

    private static async Task<AgentRule> AddAsync(RunnerFixture runner, string rule)
    {
        var (status, body) = await runner.SendAsync(HttpMethod.Post, Path, rule);
        Assert.True(status == 201, body);
        return JsonSerializer.Deserialize(body, Wire.Default.AgentRule)!;
    }

    private static async Task<IReadOnlyList<AgentRule>> ListAsync(RunnerFixture runner) =>
        JsonSerializer.Deserialize((await runner.SendAsync(HttpMethod.Get, Path)).Body, Wire.Default.AgentRuleList)!.Items;

    private static async Task<AttachedTestClient> AgentAsync(RunnerFixture runner, string? agent = null)
    {
        var session = await runner.CreateAsync(new CreateSession { Kind = "agent", Agent = agent, Command = agent is null ? Scripted : null });
        var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(AgentEvents.Ready);
        return client;
    }

    private static string Request(string command) => "request " + JsonSerializer.Serialize(new { kind = "execute", rawInput = new { command } });

    private Task<string> OutcomeAsync(AttachedTestClient client, string command) => OutcomeAsync(client, new { kind = "execute", rawInput = new { command } });

    private async Task<string> OutcomeAsync(AttachedTestClient client, object call)
    {
        await PromptAsync(client, "request " + JsonSerializer.Serialize(call));
        return Read(client.Messages.OfType<EventMessage>().Last(fact => fact.Type == AgentEvents.Said), Wire.Default.AgentUpdated)
            .Update.GetProperty("content").GetProperty("text").GetString()!;
    }

    // A person is asked, and says no.
    private async Task AskedAsync(AttachedTestClient client, string prompt)
    {
        var before = client.Messages.OfType<EventMessage>().Count(fact => fact.Type == AgentEvents.TurnEnded);
        Assert.True((await RunAsync(client, "prompt", new { text = prompt })).Ok);
        var asked = Read(await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.Asked && !Answered(client, message)), Wire.Default.AgentAsked);
        Assert.True(asked.Verdict is null or { Decision: AgentDecision.Ask }, prompt);
        Assert.True((await RunAsync(client, "answer", new { ask = asked.Ask, option = "reject" })).Ok, prompt);
        await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.TurnEnded && Read(message, Wire.Default.AgentTurnEnded).Turn == before + 1);
    }

    private static bool Answered(AttachedTestClient client, EventMessage asked) => client.Messages.OfType<EventMessage>().Any(
        fact => fact.Type == AgentEvents.Answered && Read(fact, Wire.Default.AgentAnswered).Ask == Read(asked, Wire.Default.AgentAsked).Ask);

    private async Task PromptAsync(AttachedTestClient client, string text)
    {
        var before = client.Messages.OfType<EventMessage>().Count(fact => fact.Type == AgentEvents.TurnEnded);
        Assert.True((await RunAsync(client, "prompt", new { text })).Ok);
        await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.TurnEnded && Read(message, Wire.Default.AgentTurnEnded).Turn == before + 1);
    }

    private async Task<CommandResult> RunAsync(AttachedTestClient client, string name, object data)
    {
        var id = $"c{++_commands}";
        await client.SendAsync(new Command(id, name, JsonSerializer.SerializeToElement(data)));
        return await client.UntilAsync<CommandResult>(result => result.Id == id);
    }

    private static T Read<T>(EventMessage message, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => message.Data!.Value.Deserialize(type)!;
}
