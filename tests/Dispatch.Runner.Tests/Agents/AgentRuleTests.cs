using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Tests.Feed;

namespace Dispatch.Runner.Tests.Agents;

/// <summary>What rules decide of what a scripted agent asks, through the real keeper.</summary>
public sealed class AgentRuleTests : IDisposable
{
    private const string Rules = "/api/workspaces/default/agent-rules";

    // The workspace that is always there is the home folder.
    private readonly string _home = Directory.CreateTempSubdirectory("dispatch-home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task What_a_rule_allows_is_done_at_once_and_said_with_the_rule()
    {
        await using var runner = await StartAsync();
        var rule = await AddAsync(runner, """{"decision":"allow","tool":"edit","pattern":"src/**"}""");
        Assert.Equal(("p_test", AgentRuleOrigin.Written), (rule.Principal, rule.Origin));
        Directory.CreateDirectory(Path.Combine(_home, "src"));
        await using var client = await AgentAsync(runner);
        await client.AskAsync("edit src/a.txt changed");
        Assert.Equal("changed\n", await File.ReadAllTextAsync(Path.Combine(_home, "src/a.txt")));

        var asked = AgentTalk.Read(Assert.Single(client.Facts(AgentEvents.Asked)), Wire.Default.AgentAsked);
        var answered = AgentTalk.Read(Assert.Single(client.Facts(AgentEvents.Answered)), Wire.Default.AgentAnswered);
        Assert.Equal(("allow", rule, rule), (answered.Option, answered.Verdict?.Rule, asked.Verdict?.Rule));

        // Nobody waited, so nobody is told.
        Assert.DoesNotContain((await FeedTests.ReadAsync(runner, "")).OfType<FeedEntry>(), entry => entry.Type is AgentEvents.Asked or AgentEvents.Answered);

        // Another folder is asked about, and one that is called so and lies elsewhere.
        Directory.CreateDirectory(Path.Combine(_home, "other"));
        Directory.CreateSymbolicLink(Path.Combine(_home, "src/link"), Path.Combine(_home, "other"));
        foreach (var file in (string[])["b.txt", "src/../c.txt", "src/link/d.txt"])
        {
            await AskedAsync(client, $"edit {file} changed");
        }

        Assert.Contains((await FeedTests.ReadAsync(runner, "")).OfType<FeedEntry>(), entry => entry.Type == AgentEvents.Asked);

        Assert.Empty(Directory.GetFiles(Path.Combine(_home, "other")));
    }

    [Fact]
    public async Task A_command_is_allowed_by_its_pattern_and_none_that_is_hidden_in_it()
    {
        await using var runner = await StartAsync();
        await AddAsync(runner, """{"decision":"allow","tool":"execute","pattern":"npm test *"}""");
        await AddAsync(runner, """{"decision":"deny","tool":"execute","pattern":"rm *"}""");
        await using var client = await AgentAsync(runner);
        Assert.Equal("allow", await client.AskAsync(Request("npm test")));
        Assert.Equal("allow", await client.AskAsync(Request("npm test -- --watch 'a b'")));
        Assert.Equal("allow", await client.AskAsync(Request(new { kind = "execute", rawInput = new { command = (string[])["/bin/bash", "-c", "npm test"] } })));
        await AskedAsync(client, Request(new { kind = "execute", rawInput = new { command = (string[])["/ws/x/bash", "-c", "npm test"] } }));
        foreach (var denied in (string[])["rm -rf x", "npm test; rm -rf x", "npm test && /bin/rm x", "echo $(rm x)", "npm test\nrm x", "A=1 sudo rm x", "r\\m x", "'rm' x"])
        {
            Assert.Equal("reject", await client.AskAsync(Request(denied)));
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
        Assert.Equal("allow", await client.AskAsync(Request("ls | sort")));
        Directory.CreateDirectory(Path.Combine(_home, ".ssh"));
        Directory.CreateSymbolicLink(Path.Combine(_home, "harmless"), Path.Combine(_home, ".ssh"));
        foreach (var (kind, file, why) in new[]
        {
            ("read", ".ssh/id_rsa", AgentReasons.Keys), ("read", "~/.ssh/id_rsa", AgentReasons.Keys), ("read", "harmless/id_rsa", AgentReasons.Keys),
            ("read", runner.Data.Root + "/key", AgentReasons.Keys), ("edit", ".git/hooks/pre-commit", AgentReasons.Repository), ("edit", "sub/.git/config", AgentReasons.Repository),
        })
        {
            Assert.Equal("reject", await client.AskAsync(Request(new { kind, rawInput = new { file_path = file } })));
            Assert.Equal(why, Answer(client)?.Why);
        }

        // Outside of the workspace no rule says yes.
        await AskedAsync(client, Request(new { kind = "read", rawInput = new { file_path = "../outside" } }));
    }

    [Fact]
    public async Task What_is_done_for_an_agent_is_bound_by_the_rules_too()
    {
        Directory.CreateDirectory(Path.Combine(_home, ".ssh"));
        await File.WriteAllTextAsync(Path.Combine(_home, ".ssh/id_rsa"), "the key");
        await File.WriteAllTextAsync(Path.Combine(_home, "secret.txt"), "the secret");
        File.CreateSymbolicLink(Path.Combine(_home, "src.txt"), Path.Combine(_home, "secret.txt"));
        await using var runner = await StartAsync();
        var rule = await AddAsync(runner, """{"decision":"allow","tool":"edit","pattern":"src/**"}""");
        await AddAsync(runner, """{"decision":"deny","tool":"read","pattern":"secret.txt"}""");
        await AddAsync(runner, """{"decision":"allow","tool":"execute","pattern":"echo *"}""");
        await using var client = await AgentAsync(runner);
        Assert.Equal("Written src/a.txt.", await client.AskAsync("write src/a.txt by a rule"));
        Assert.Equal(rule, Served(client).Verdict?.Rule);
        Assert.StartsWith("Exit {\"exitCode\":0", await client.AskAsync("run echo by a rule"), StringComparison.Ordinal);
        Assert.Empty(client.Facts(AgentEvents.Asked));

        // With a variable the same words are another command, and whoever is asked sees it.
        await AskedAsync(client, "runwith LD_PRELOAD=./evil\\nno echo by a rule");
        var shown = AgentTalk.Read(Assert.Single(client.Facts(AgentEvents.Asked)), Wire.Default.AgentAsked).Call;
        Assert.Equal("LD_PRELOAD='./evil\\nno'\necho by a rule", shown.GetProperty("content")[0].GetProperty("content").GetProperty("text").GetString());

        foreach (var (file, code) in new[] { (".ssh/id_rsa", "agent.keys"), ("secret.txt", "agent.denied"), ("src.txt", "agent.denied"), ("../outside", "file.outside") })
        {
            Assert.StartsWith("Not read: ", await client.AskAsync($"read {file}"), StringComparison.Ordinal);
            Assert.Equal((code, AgentDecision.Deny), (Served(client).Error?.Code, Served(client).Verdict?.Decision));
        }

        // What a person allows is allowed once.
        for (var write = 0; write < 2; write++)
        {
            await client.PromptAsync("askedwrite b.txt twice");
            var asked = AgentTalk.Read(await client.UntilAsync(() => client.Facts(AgentEvents.Asked).ElementAtOrDefault(write + 1)), Wire.Default.AgentAsked);
            Assert.True((await client.RunAsync("answer", new { ask = asked.Ask, option = "yes" })).Ok);
            await client.EndedAsync(client.Facts(AgentEvents.Prompted).Count);
        }

        // In plan mode nothing is changed, and no rule runs a command.
        Assert.True((await client.RunAsync("mode", new { mode = "plan" })).Ok);
        await client.UntilAsync(AgentEvents.ModeChanged);
        Assert.StartsWith("Not written: 'src/a.txt' isn't changed in plan mode", await client.AskAsync("write src/a.txt in plan mode"), StringComparison.Ordinal);
        await client.PromptAsync("run echo planned");
        var third = AgentTalk.Read(await client.UntilAsync(() => client.Facts(AgentEvents.Asked).ElementAtOrDefault(3)), Wire.Default.AgentAsked);
        Assert.Equal(AgentReasons.Plan, third.Verdict?.Why);
    }

    [Fact]
    public async Task Deny_comes_before_ask_and_ask_before_allow_and_a_rule_of_another_agent_is_none()
    {
        await using var runner = await StartAsync("{\"agents\":{\"mine\":" + JsonSerializer.Serialize(AgentTalk.Scripted) + "}}");
        await AddAsync(runner, """{"decision":"allow","agent":"mine","tool":"edit"}""");
        await AddAsync(runner, """{"decision":"ask","tool":"edit","pattern":"config/**"}""");
        await AddAsync(runner, """{"decision":"deny","tool":"edit","pattern":"*.pem"}""");
        Directory.CreateDirectory(Path.Combine(_home, "config2"));
        await using var mine = await AgentAsync(runner, "mine");
        await using var other = await AgentAsync(runner);
        await AskedAsync(other, "edit a.txt x");
        await mine.AskAsync("edit a.txt x");
        Assert.True(File.Exists(Path.Combine(_home, "a.txt")));
        await AddAsync(runner, """{"decision":"ask","tool":"edit","pattern":"/top.txt"}""");
        await AskedAsync(mine, "edit top.txt x");
        await mine.AskAsync("edit config2/top.txt x");
        Assert.True(File.Exists(Path.Combine(_home, "config2/top.txt")));
        await AskedAsync(mine, "edit config/a.txt x");
        await mine.AskAsync("edit config/a.pem x");
        Assert.Equal(AgentDecision.Deny, Answer(mine)?.Decision);
    }

    [Fact]
    public async Task In_plan_mode_nothing_is_changed_and_no_rule_runs_a_command()
    {
        await using var runner = await StartAsync();
        await AddAsync(runner, """{"decision":"allow"}""");
        await using var client = await AgentAsync(runner);
        Assert.True((await client.RunAsync("mode", new { mode = "plan" })).Ok);
        await client.UntilAsync(AgentEvents.ModeChanged);
        await client.AskAsync("edit a.txt x");
        Assert.False(File.Exists(Path.Combine(_home, "a.txt")));
        Assert.Equal(AgentReasons.Plan, Answer(client)?.Why);
        await AskedAsync(client, Request("ls"));
        Assert.Equal("allow", await client.AskAsync(Request(new { kind = "read", rawInput = new { file_path = "a.txt" } })));
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
        Assert.Equal("allow", await client.AskAsync(Request("ls")));
        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, $"{Rules}/{rule.Id}")).Status);
        Assert.Equal(404, (await runner.SendAsync(HttpMethod.Delete, $"{Rules}/{rule.Id}")).Status);
        await AskedAsync(client, Request("ls"));
        await runner.StopRunnerAsync();

        // Of one that can't be read nobody knows what it forbade.
        await runner.ChangeLogAsync("INSERT INTO meta VALUES ('agent-rule.bad', '{'), ('agent-rule.all', '{\"id\":\"all\",\"decision\":\"allow\",\"principal\":\"p\",\"at\":\"2026-01-01T00:00:00Z\",\"origin\":\"written\"}')");
        await runner.StartRunnerAsync();
        await using var after = await AgentAsync(runner);
        await AskedAsync(after, Request("ls"));
        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, $"{Rules}/bad")).Status);
        Assert.Equal("allow", await after.AskAsync(Request("ls")));
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
        var (status, body) = await runner.SendAsync(HttpMethod.Post, Rules, request);
        Assert.Equal(400, status);
        Assert.Contains(code, body, StringComparison.Ordinal);
        Assert.Empty(await ListAsync(runner));
    }

    private Task<RunnerFixture> StartAsync(string? settings = null) => RunnerFixture.StartAsync(settings, [("HOME", _home)]);

    private static async Task<AgentRule> AddAsync(RunnerFixture runner, string rule)
    {
        var (status, body) = await runner.SendAsync(HttpMethod.Post, Rules, rule);
        Assert.True(status == 201, body);
        return JsonSerializer.Deserialize(body, Wire.Default.AgentRule)!;
    }

    private static async Task<IReadOnlyList<AgentRule>> ListAsync(RunnerFixture runner) =>
        JsonSerializer.Deserialize((await runner.SendAsync(HttpMethod.Get, Rules)).Body, Wire.Default.AgentRuleList)!.Items;

    private static async Task<AttachedTestClient> AgentAsync(RunnerFixture runner, string? agent = null)
    {
        var session = await runner.CreateAsync(new CreateSession { Kind = "agent", Agent = agent, Command = agent is null ? AgentTalk.Scripted : null });
        var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(AgentEvents.Ready);
        return client;
    }

    private static AgentServed Served(AttachedTestClient client) => AgentTalk.Read(client.Facts(AgentEvents.Served)[^1], Wire.Default.AgentServed);

    private static AgentVerdict? Answer(AttachedTestClient client) => AgentTalk.Read(client.Facts(AgentEvents.Answered)[^1], Wire.Default.AgentAnswered).Verdict;

    private static string Request(string command) => Request(new { kind = "execute", rawInput = new { command } });

    private static string Request(object call) => "request " + JsonSerializer.Serialize(call);

    // A person is asked, and says no.
    private static async Task AskedAsync(AttachedTestClient client, string prompt)
    {
        var before = client.Facts(AgentEvents.Asked).Count;
        await client.PromptAsync(prompt);
        var asked = AgentTalk.Read(await client.UntilAsync(() => client.Facts(AgentEvents.Asked).ElementAtOrDefault(before)), Wire.Default.AgentAsked);
        Assert.True(asked.Verdict is null or { Decision: AgentDecision.Ask }, prompt);
        Assert.True((await client.RunAsync("answer", new { ask = asked.Ask, option = "reject" })).Ok, prompt);
        await client.EndedAsync(client.Facts(AgentEvents.Prompted).Count);
    }
}
