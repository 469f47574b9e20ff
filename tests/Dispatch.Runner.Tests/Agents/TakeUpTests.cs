using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Agents;

/// <summary>A session goes on with a conversation that its agent had elsewhere.</summary>
public sealed class TakeUpTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("dispatch-home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task It_is_told_what_was_said_and_goes_on_there()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var own = await HadAsync(runner, "say one", "say two");
        await using var agent = await ScriptedAgent.StartAsync(runner, ("SCRIPTED_LIST", "1"));
        await agent.UntilAsync(AgentEvents.Ready);
        var listed = Assert.Single((await ListAsync(agent)).Items);
        Assert.Equal((own, "say one"), (listed.Session, listed.Title));
        Assert.NotNull(listed.UpdatedAt);

        await TakeUpAsync(agent, own, "About\u001b one");
        var taken = agent.Facts.Single(fact => fact.Type == AgentEvents.TakenUp);
        Assert.Equal(new AgentTakenUp(own, "About  one", true), taken.Data!.Value.Deserialize(Wire.Default.AgentTakenUp));
        Assert.Equal(
            [(1, "say one"), (2, "say two")],
            Prompted(agent).Select(prompt => (prompt.Turn, prompt.Prompt[0].GetProperty("text").GetString()!)));
        Assert.All(Prompted(agent), prompt => Assert.True(prompt.Earlier));
        Assert.Equal(("I did say one.", "I did say two."), (agent.Said(1), agent.Said(2)));
        Assert.Equal([1, 2], agent.Facts.Where(fact => fact.Type == AgentEvents.TurnEnded).Select(fact => fact.Data!.Value.GetProperty("turn").GetInt32()));

        // Nothing of it is prompted again, used again, or a change of files.
        Assert.DoesNotContain(agent.Facts, fact => fact.Type is AgentEvents.Metered or AgentEvents.Changed or AgentEvents.Unsure);
        Assert.Equal("agent.turn-unknown", (await agent.RunAsync("restore", new { turn = 1 })).Code);
        Assert.Equal("agent.begun", (await agent.RunAsync("take-up", new { session = own })).Code);

        var answer = JsonSerializer.Deserialize<JsonElement>(await agent.AskAsync(3, "context"));
        Assert.Equal(("", 2), (answer.GetProperty("handed").GetString(), answer.GetProperty("own").GetArrayLength()));
        Assert.Equal([new TurnRange(1, 3)], (await agent.ReadAsync()).Present!.Line);

        // What there is of conversations elsewhere there is of this one too: it is read, searched, exported and forked.
        Assert.Equal(2, (await agent.ReadAsync("?turns=1")).Earlier);
        var (_, found) = await runner.SendAsync(HttpMethod.Get, "/api/workspaces/default/agents/search?q=I%20did%20say%20two");
        Assert.Equal(2, Assert.Single(JsonSerializer.Deserialize(found, Wire.Default.ConversationSearch)!.Items).Turn);
        var (_, markdown) = await runner.SendAsync(HttpMethod.Get, $"{agent.Address}/conversation/export");
        Assert.Contains("## 2\n\n### User\n\nsay two\n\n### Agent\n\n- **Looked at say two** (completed)\n\nI did say two.\n", markdown, StringComparison.Ordinal);
        await using var fork = await ScriptedAgent.AttachAsync(runner, await runner.CreateAsync(new CreateSession { Fork = new ForkOf(agent.Session.Id, 2) }));
        await fork.UntilAsync(AgentEvents.Ready);
        Assert.Equal("I did say two.", fork.Said(2));
        Assert.Contains("say two", JsonSerializer.Deserialize<JsonElement>(await fork.AskAsync(3, "context")).GetProperty("handed").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_queued_meanwhile_is_prompted_once_it_is_there()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var own = await HadAsync(runner, "say one", "say two");
        await using var agent = await ScriptedAgent.StartAsync(runner, ("SCRIPTED_LIST", "1"), ("SCRIPTED_PACE", "100"));
        await agent.UntilAsync(AgentEvents.Ready);
        Assert.True((await agent.RunAsync("take-up", new { session = own })).Ok);
        Assert.Equal("agent.not-ready", (await agent.RunAsync("prompt", new { text = "say no" })).Code);
        Assert.True((await agent.RunAsync("prompt", new { text = "say three", queue = true })).Ok);
        await agent.UntilEndedAsync(3);
        Assert.Equal("three", agent.Said(3));
        Assert.Equal([true, true, null], Prompted(agent).Select(prompt => prompt.Earlier));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_runner_that_dies_while_it_is_told_has_each_thing_once(bool beforeAnything)
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        string[] prompts = [.. Enumerable.Range(1, 12).Select(turn => $"say number {turn}")];
        var own = await HadAsync(runner, prompts);
        await using var agent = await ScriptedAgent.StartAsync(runner, ("SCRIPTED_LIST", "1"), ("SCRIPTED_PACE", "60"));
        await agent.UntilAsync(AgentEvents.Ready);
        if (beforeAnything)
        {
            // What the keeper is given in its sleep it passes on when it wakes, and says so to nobody.
            using (runner.PauseKeeper())
            {
                await agent.RunAsync("take-up", new { session = own });
                await runner.KillRunnerAsync();
            }
        }
        else
        {
            await agent.RunAsync("take-up", new { session = own });
            await agent.UntilAsync(AgentEvents.Prompted, data => data.GetProperty("turn").GetInt32() == 4);
            await runner.KillRunnerAsync();
        }

        await runner.StartRunnerAsync();
        await agent.AttachAgainAsync();
        await ReadyAgainAsync(agent);
        Assert.Equal(prompts, Prompted(agent).Select(prompt => prompt.Prompt[0].GetProperty("text").GetString()));
        for (var turn = 1; turn <= prompts.Length; turn++)
        {
            Assert.Equal($"I did {prompts[turn - 1]}.", agent.Said(turn));
        }

        // The agent hears of the next prompt when it has told all, however often it was asked to.
        var got = (await agent.AskAsync(prompts.Length + 1, "got")).Split(' ');
        Assert.InRange(got.Count(method => method == "session/load"), 1, beforeAnything ? 2 : 1);
        Assert.Equal(prompts.Length + 1, Prompted(agent).Count);
        Assert.Equal(prompts.Length + 1, agent.Facts.Count(fact => fact.Type == AgentEvents.TurnEnded));
        Assert.DoesNotContain(agent.Facts, fact => fact.Type is AgentEvents.Unsure or AgentEvents.NotTakenUp);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_can_not_be_loaded_leaves_a_session_that_begins_anew(bool inTheMiddle)
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var own = await HadAsync(runner, "say one");
        if (inTheMiddle)
        {
            await File.WriteAllTextAsync(Path.Combine(_home, ".scripted-agent", $"{own}.broken"), "");
        }

        await using var agent = await ScriptedAgent.StartAsync(runner, ("SCRIPTED_LIST", "1"));
        await agent.UntilAsync(AgentEvents.Ready);
        Assert.True((await agent.RunAsync("take-up", new { session = inTheMiddle ? own : "gone" })).Ok);
        var failed = (await agent.UntilAsync(AgentEvents.NotTakenUp)).Data!.Value.Deserialize(Wire.Default.AgentNotTakenUp)!;
        Assert.Equal(inTheMiddle ? "The conversation is damaged" : "There is no conversation gone", failed.Message);
        var ready = await ReadyAgainAsync(agent, AgentEvents.NotTakenUp);
        Assert.False(ready.Loaded);
        Assert.Empty((await agent.ReadAsync()).Present!.Line);

        // Nothing of it is handed on, and another one can be chosen.
        var turn = inTheMiddle ? 2 : 1;
        Assert.Equal("", JsonSerializer.Deserialize<JsonElement>(await agent.AskAsync(turn, "context")).GetProperty("handed").GetString());
        File.Delete(Path.Combine(_home, ".scripted-agent", $"{own}.broken"));
        await agent.RunAsync("rewind", new { turn = 0 });
        await ReadyAgainAsync(agent, AgentEvents.Rewound);
        await TakeUpAsync(agent, own);
        Assert.Equal("I did say one.", agent.Said(turn + 1));
        Assert.Equal([new TurnRange(turn + 1, turn + 1)], (await agent.ReadAsync()).Present!.Line);
    }

    [Fact]
    public async Task An_agent_that_dies_of_it_is_not_given_it_again()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var own = await HadAsync(runner, "say one", "say two", "say three");
        await using var agent = await ScriptedAgent.StartAsync(runner, ("SCRIPTED_LIST", "1"), ("SCRIPTED_PACE", "200"));
        await agent.UntilAsync(AgentEvents.Ready);
        Assert.True((await agent.RunAsync("take-up", new { session = own })).Ok);
        await agent.UntilAsync(AgentEvents.Said);
        await runner.SendAsync(HttpMethod.Post, $"{agent.Address}/end", """{"signal":"SIGKILL"}""");
        await agent.UntilAsync(EventTypes.SessionExited);
        await runner.SendAsync(HttpMethod.Post, $"{agent.Address}/restart");
        Assert.NotEqual(own, (await ReadyAgainAsync(agent, EventTypes.SessionExited)).AgentSession);
        var read = await agent.ReadAsync();
        Assert.Empty(read.Present!.Line);
        Assert.DoesNotContain(AgentEvents.TakenUp, read.Present.Latest.Keys);
    }

    [Fact]
    public async Task An_agent_that_only_resumes_goes_on_with_it_without_its_turns()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var own = await HadAsync(runner, "say one", "say two");
        await using var agent = await ScriptedAgent.StartAsync(runner, ("SCRIPTED_LIST", "1"), ("SCRIPTED_RESUME", "1"));
        await agent.UntilAsync(AgentEvents.Ready);
        await TakeUpAsync(agent, own);
        Assert.False(agent.Facts.Single(fact => fact.Type == AgentEvents.TakenUp).Data!.Value.GetProperty("tells").GetBoolean());
        var answer = JsonSerializer.Deserialize<JsonElement>(await agent.AskAsync(1, "context"));
        Assert.Equal(("", 2), (answer.GetProperty("handed").GetString(), answer.GetProperty("own").GetArrayLength()));
    }

    [Fact]
    public async Task After_the_death_of_an_agent_that_only_resumes_it_is_resumed_and_handed_nothing()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner, ("SCRIPTED_RESUME", "1"));
        await agent.UntilAsync(AgentEvents.Ready);
        await agent.AskAsync(1, "say the magic word is xyzzy");
        await runner.SendAsync(HttpMethod.Post, $"{agent.Address}/end", """{"signal":"SIGKILL"}""");
        await agent.UntilAsync(EventTypes.SessionExited);
        await runner.SendAsync(HttpMethod.Post, $"{agent.Address}/restart");
        Assert.True((await ReadyAgainAsync(agent, EventTypes.SessionExited)).Loaded);
        Assert.Equal("initialize session/resume session/prompt", await agent.AskAsync(2, "got"));
        var answer = JsonSerializer.Deserialize<JsonElement>(await agent.AskAsync(3, "context"));
        Assert.Equal(("", "say the magic word is xyzzy"), (answer.GetProperty("handed").GetString(), answer.GetProperty("own")[0].GetString()));
        Assert.DoesNotContain(agent.Facts, fact => fact.Type == AgentEvents.HandedBack);
    }

    [Fact]
    public async Task They_are_listed_a_page_at_a_time_and_not_the_present_one()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        for (var i = 1; i <= 4; i++)
        {
            await HadAsync(runner, $"say {i}");
        }

        await using var agent = await ScriptedAgent.StartAsync(runner, ("SCRIPTED_LIST", "1"));
        await agent.UntilAsync(AgentEvents.Ready);
        var first = await ListAsync(agent);
        var second = await ListAsync(agent, first.Next);
        Assert.Equal((3, 1, null), (first.Items.Count, second.Items.Count, second.Next));
        Assert.Equal(["say 1", "say 2", "say 3", "say 4"], first.Items.Concat(second.Items).Select(one => one.Title).Order());
        await agent.AskAsync(1, "say fifth");
        Assert.DoesNotContain("say fifth", (await ListAsync(agent)).Items.Select(one => one.Title));
        Assert.Equal("agent.begun", (await agent.RunAsync("take-up", new { session = first.Items[0].Session })).Code);
    }

    [Theory]
    [InlineData("nonsense", 409, "agent.refused")]
    [InlineData("nothing", 409, "agent.refused")]
    [InlineData("refused", 409, "The store is locked")]
    [InlineData("", 409, "agent.no-own")]
    public async Task An_agent_that_lists_none_says_why(string how, int status, string why)
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner, ("SCRIPTED_LIST", how));
        await agent.UntilAsync(AgentEvents.Ready);
        var (answered, body) = await runner.SendAsync(HttpMethod.Get, $"{agent.Address}/conversation/own");
        Assert.Equal(status, answered);
        Assert.Contains(why, body, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u001b", body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("fine", await agent.AskAsync(1, "say fine"));
    }

    [Fact]
    public async Task What_it_lists_is_bounded_and_holds_nothing_but_text()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var many = await ScriptedAgent.StartAsync(runner, ("SCRIPTED_LIST", "many"));
        await many.UntilAsync(AgentEvents.Ready);
        var listed = await ListAsync(many);
        Assert.Equal((100, 9_900, null), (listed.Items.Count, listed.Left, listed.Next));

        await using var hostile = await ScriptedAgent.StartAsync(runner, ("SCRIPTED_LIST", "hostile"));
        await hostile.UntilAsync(AgentEvents.Ready);
        listed = await ListAsync(hostile);
        Assert.Equal(["gone", "half"], listed.Items.Select(one => one.Session));
        Assert.Null(listed.Next);
        Assert.Equal(200, listed.Items[0].Title!.Length);
        Assert.DoesNotContain(listed.Items[0].Title!, char.IsControl);
        Assert.Null(listed.Items[0].UpdatedAt);
        Assert.Equal(new OwnConversation("half", null, null, new DateTimeOffset(2026, 1, 2, 1, 4, 5, TimeSpan.Zero)), listed.Items[1]);
        Assert.Equal("agent.no-own", (await hostile.RunAsync("take-up", new { session = new string('x', 5_000) })).Code);
        Assert.Equal("agent.no-own", (await hostile.RunAsync("take-up")).Code);
        Assert.Equal(400, (await runner.SendAsync(HttpMethod.Get, $"{hostile.Address}/conversation/own?cursor={new string('c', 5_000)}")).Status);
    }

    /// <summary>A conversation that the agent had, in a session that is no more.</summary>
    private static async Task<string> HadAsync(RunnerFixture runner, params string[] prompts)
    {
        await using var agent = await ScriptedAgent.StartAsync(runner);
        var ready = (await agent.UntilAsync(AgentEvents.Ready)).Data!.Value.Deserialize(Wire.Default.AgentReady)!;
        for (var turn = 1; turn <= prompts.Length; turn++)
        {
            await agent.AskAsync(turn, prompts[turn - 1]);
        }

        await runner.SendAsync(HttpMethod.Post, $"{agent.Address}/end", """{"signal":"SIGKILL"}""");
        await agent.UntilAsync(EventTypes.SessionExited);
        await runner.SendAsync(HttpMethod.Delete, agent.Address);
        return ready.AgentSession;
    }

    private static async Task<OwnConversations> ListAsync(ScriptedAgent agent, string? cursor = null)
    {
        var (status, body) = await agent.Runner.SendAsync(HttpMethod.Get, $"{agent.Address}/conversation/own{(cursor is null ? "" : $"?cursor={cursor}")}");
        Assert.True(status == 200, body);
        return JsonSerializer.Deserialize(body, Wire.Default.OwnConversations)!;
    }

    private static async Task TakeUpAsync(ScriptedAgent agent, string own, string? title = null)
    {
        var before = agent.Facts[^1].Seq;
        var result = await agent.RunAsync("take-up", new { session = own, title });
        Assert.True(result.Ok, result.Message);
        var ready = await agent.Client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.Ready && message.Seq > before);
        Assert.True(ready.Data!.Value.Deserialize(Wire.Default.AgentReady)!.Loaded);
    }

    private static async Task<AgentReady> ReadyAgainAsync(ScriptedAgent agent, string after = AgentEvents.TakenUp)
    {
        var since = await agent.Client.UntilAsync<EventMessage>(message => message.Type == after);
        var ready = await agent.Client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.Ready && message.Seq > since.Seq);
        return ready.Data!.Value.Deserialize(Wire.Default.AgentReady)!;
    }

    private static List<AgentPrompted> Prompted(ScriptedAgent agent) =>
        [.. agent.Facts.Where(fact => fact.Type == AgentEvents.Prompted).Select(fact => fact.Data!.Value.Deserialize(Wire.Default.AgentPrompted)!)];
}
